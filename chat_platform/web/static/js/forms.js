// What the account pages share: one submission at a time, problems tied to their field.
import { focusOn } from "./focus.js";
import { Problem } from "./problem.js";
import { clearRefusal, showRefusal } from "./refusal.js";

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
  clearRefusal(form, problemBox);
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
  focusOn(outcome);
}

/** A link as an element. */
export function linkTo(path, words) {
  return Object.assign(document.createElement("a"), { href: path, textContent: words });
}

function show(error) {
  const problem = error instanceof Problem ? error : new Problem({ message: String(error) });
  showRefusal(form, problemBox, problem);
}

function connectReveal() {
  const reveal = form.querySelector(".reveal");
  reveal?.addEventListener("click", () => {
    const shown = form.elements.password.type === "password";
    form.elements.password.type = shown ? "text" : "password";
    reveal.ariaPressed = String(shown);
  });
}
