// The lists of the page about runs: an item for each run, agent and line of the ledger.
const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
const THINGS = {
  input_tokens: "tokens read",
  output_tokens: "tokens written",
  tool_call: "call of a tool",
  storage: "bytes of the answer",
  relief: "relief: more than a question may cost",
};

/** A run: whose it was, how it ended, how long it took, and what it cost. */
export function itemOfRun({ run_id: id, at, person, agent, plan, status, duration_ms: took, cost }) {
  const lasted = took === null ? "" : ` after ${took} ms`;
  return item(
    element("strong", agent),
    element("span", `${status}${lasted}, $${cost} on the ${plan} plan`),
    personAt(person, at),
    hint(`Run ${id}`),
  );
}

/** An agent: how often it ran, and what that brought it where one may see it. */
export function itemOfAgent({ agent, runs, failed, total }) {
  const earned = total === null ? "" : `, earned $${total}`;
  const times = `${runs} ${runs === 1 ? "run" : "runs"}, ${failed} failed${earned}`;
  return item(element("strong", agent), element("span", times));
}

/** A line of the ledger, which names nobody. */
export function itemOfLine({ at, run_id: run, account, plan, agent, entry, kind, quantity, amount }) {
  const sign = amount.startsWith("-") ? `-$${amount.slice(1)}` : `$${amount}`;
  return item(
    element("strong", `${entry}: ${sign}`),
    element("span", `${quantity} ${THINGS[kind]}, ${agent}, ${plan} plan`),
    hint(`${moment(at)}, account ${account}`),
    hint(run ? `Run ${run}` : "Of somebody who has left"),
  );
}

function personAt(person, at) {
  const line = hint("");
  const name = element("bdi", person);
  line.append(`${moment(at)}, for `, name);
  return line;
}

function item(...parts) {
  const made = document.createElement("li");
  made.append(...parts);
  return made;
}

const moment = (text) => MOMENT.format(new Date(text));
const hint = (text) => Object.assign(element("span", text), { className: "hint" });
const element = (kind, text) =>
  Object.assign(document.createElement(kind), { textContent: text });
