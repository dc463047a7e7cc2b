// What agents do, one line an event, in words.
import { titleOf } from "./agents.js";
import { written } from "./preferences.js";

const OUTCOMES = { succeeded: "finished", failed: "failed", cancelled: "was stopped" };

const asText = (value) => (typeof value === "string" ? value : JSON.stringify(value));

function withParameters(parameters) {
  const told = Object.entries(parameters).map(([name, value]) => `${name}: ${asText(value)}`);
  return told.length ? ` with ${told.join(", ")}` : "";
}

/** One agent event as a sentence; `agent` is the title of the run's agent. */
export function describe({ type, payload }, agent) {
  switch (type) {
    case "agent_started":
      return `${agent} started`;
    case "agent_thinking":
      return `Thinking: ${payload.reasoning}`;
    case "tool_executing":
      return `Running ${payload.tool}${withParameters(payload.parameters)}`;
    case "tool_completed":
      return payload.status === "ok"
        ? `${payload.tool} finished in ${written(payload.duration_ms)} ms`
        : `${payload.tool} failed after ${written(payload.duration_ms)} ms: ${payload.error}`;
    case "agent_completed":
      return `${agent} ${OUTCOMES[payload.status]}`;
    default:
      return null;
  }
}

const UNSEEN = { agent: titleOf(null), asker: null };

/** The activity of one thread: a list, and which agents are at work. */
export class Activity {
  element = Object.assign(document.createElement("ol"), { role: "list" });
  // Of each open run: its agent, and the agent that asked it for help, if one did.
  #runs = new Map();
  #helpers = new Set();

  /** The run that answers the user now, not one that only helps it: `{id, agent}` or null. */
  get answering() {
    const [id, run] = [...this.#runs].find(([, { asker }]) => !asker) ?? [];
    return run ? { id, agent: run.agent } : null;
  }

  /** Whether the run was asked for help by another agent, not by the user. */
  isHelper(id) {
    return this.#helpers.has(id);
  }

  /** Add an envelope when it is an agent event. */
  add(envelope) {
    const { type, run_id: id, payload } = envelope;
    if (type === "agent_started") this.#begin(id, payload);
    const { agent, asker } = this.#runs.get(id) ?? UNSEEN;
    const words = describe(envelope, agent);
    if (words) this.element.append(line(envelope, words, { agent, asker }));
    if (type === "agent_completed") this.#runs.delete(id);
  }

  #begin(id, { agent, context }) {
    const asker = this.#runs.get(context?.parent_run_id)?.agent ?? null;
    this.#runs.set(id, { agent: titleOf(agent), asker });
    if (asker) this.#helpers.add(id);
  }
}

// Agents that help work side by side: each of their lines says whose it is.
function line({ type, payload }, words, { agent, asker }) {
  const item = document.createElement("li");
  item.className = type;
  item.dataset.status = payload.status ?? "";
  item.dataset.helps = asker ?? "";
  if (!asker) item.textContent = words;
  else if (type === "agent_started") item.textContent = `${words} for ${asker}`;
  else if (type === "agent_completed") item.textContent = words;
  else item.textContent = `${agent}: ${words}`;
  return item;
}
