// What agents do, one line an event, in words.
import { titleOf } from "./agents.js";

const OUTCOMES = { succeeded: "finished", failed: "failed", cancelled: "was cancelled" };

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
        ? `${payload.tool} finished in ${payload.duration_ms} ms`
        : `${payload.tool} failed after ${payload.duration_ms} ms: ${payload.error}`;
    case "agent_completed":
      return `${agent} ${OUTCOMES[payload.status]}`;
    default:
      return null;
  }
}

/** The activity of one thread: a list, and which agent is at work. */
export class Activity {
  element = Object.assign(document.createElement("ol"), { role: "list" });
  #agents = new Map();

  /** The title of the agent that works now, the innermost one; null when none does. */
  get working() {
    return [...this.#agents.values()].at(-1) ?? null;
  }

  /** Add an envelope when it is an agent event. */
  add(envelope) {
    const { type, run_id: run, payload } = envelope;
    if (type === "agent_started") this.#agents.set(run, titleOf(payload.agent));
    const words = describe(envelope, this.#agents.get(run) ?? titleOf(null));
    if (!words) return;
    const item = document.createElement("li");
    item.textContent = words;
    item.className = type;
    item.dataset.status = payload.status ?? "";
    this.element.append(item);
    if (type === "agent_completed") this.#agents.delete(run);
  }
}
