// What the account pages share: one submission at a time, problems tied to their field.
import { Problem, showProblem } from "./problem.js";

const form = document.querySelector("form");
const problemBox = document.getElementById("problem");
const button = form.querySelector("[type=submit]");

/** Call `submit(values)` when the form is sent; what it throws is shown to the user. */
export function onSubmit(submit) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(submit);
  });
  connectReveal();
  // Before this line a click would have sent the form past the script.
  button.disabled = false;
}

/** Call `deed(values)` with what the form holds, one at a time; what it throws is shown. */
export async function attempt(deed) {
  if (button.ariaDisabled) return;
  clear();
  button.ariaDisabled = "true";
  try {
    await deed(Object.fromEntries(new FormData(form)));
  } catch (problem) {
    show(problem);
  } finally {
    button.ariaDisabled = null;
  }
}

/** Replace the form by its outcome: a sentence, and a link to go on with. */
export function finish(sentence, link = null) {
  form.hidden = true;
  const outcome = document.querySelector("[role=status]");
  outcome.textContent = sentence;
  if (link) outcome.append(" ", link);
}

/** A link as an element. */
export function linkTo(path, words) {
  return Object.assign(document.createElement("a"), { href: path, textContent: words });
}

function clear() {
  showProblem(problemBox, null);
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.ariaInvalid = null;
    describedBy(field, (ids) => ids.filter((id) => id !== problemBox.id));
  }
}

function show(error) {
  const problem = error instanceof Problem ? error : new Problem({ message: String(error) });
  showProblem(problemBox, problem);
  problemBox.append(...(problem.links ?? []).flatMap((link) => [" ", link]));
  const field = problem.field && form.elements[problem.field];
  if (!field) return;
  field.ariaInvalid = "true";
  describedBy(field, (ids) => [...ids, problemBox.id]);
  field.focus();
}

function describedBy(field, change) {
  const ids = change((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
  else field.removeAttribute("aria-describedby");
}

function connectReveal() {
  const reveal = form.querySelector(".reveal");
  reveal?.addEventListener("click", () => {
    const shown = form.elements.password.type === "password";
    form.elements.password.type = shown ? "text" : "password";
    reveal.ariaPressed = String(shown);
  });
}
