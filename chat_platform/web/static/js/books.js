// The books on the administration page: what came in by each plan, and what each agent earned.
import { asUser } from "./api.js";

/** The items of both lists, for this month of UTC. */
export async function learnBooks() {
  const [takings, earnings] = await Promise.all([
    asUser("GET", "/api/admin/takings"),
    asUser("GET", "/api/admin/earnings"),
  ]);
  return {
    takings: takings.map(({ plan, total, lines }) => item(`${plan} plan`, total, lines)),
    earnings: earnings.map(({ agent, total, lines }) => item(agent, total, lines.length)),
  };
}

function item(name, total, count) {
  const line = document.createElement("li");
  line.textContent = `${name}: $${total} in ${count} ${count === 1 ? "line" : "lines"}`;
  return line;
}
