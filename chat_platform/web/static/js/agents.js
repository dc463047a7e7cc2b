// The names people see for agents. Until the list has come, and for an agent it lacks,
// the stable name is written out: cost_analyst becomes "Cost analyst".

const titles = new Map();

export function learnAgents(agents) {
  for (const { name, title } of agents) titles.set(name, title);
}

export function titleOf(name) {
  if (!name) return "Agent";
  if (titles.has(name)) return titles.get(name);
  const words = name.replaceAll("_", " ");
  return words[0].toUpperCase() + words.slice(1);
}
