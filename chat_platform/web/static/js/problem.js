// What went wrong, in words for the user: the sentence, and what to do next.

/** An error a person can read: `message`, `what_next`, and a stable `code`. */
export class Problem extends Error {
  constructor({ code = "internal", message, what_next, field = null, status = 0 }) {
    super(message);
    this.name = "Problem";
    this.code = code;
    this.what_next = what_next;
    this.field = field;
    this.status = status;
  }
}

/** The Problem a failed answer carries; a plain one when its body says nothing we know. */
export async function problemOf(response) {
  const body = await response.json().catch(() => null);
  const told = body?.error;
  if (told?.message) return new Problem({ ...told, status: response.status });
  return new Problem({
    message: "The server could not do that.",
    what_next: "Wait a moment and try again.",
    status: response.status,
  });
}

/** No answer came at all. */
export function unreachable() {
  return new Problem({
    code: "unreachable",
    message: "The server cannot be reached.",
    what_next: "Check your connection and try again.",
  });
}

/** Show a problem in a role=alert element; null takes it away. */
export function showProblem(element, problem) {
  element.replaceChildren();
  if (!problem) return;
  const what = document.createElement("strong");
  what.textContent = problem.message;
  element.append(what, ` ${problem.what_next ?? "Wait a moment and try again."}`);
}
