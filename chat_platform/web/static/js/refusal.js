// A form that was refused: its problem is tied to the field that it is about, for everybody
// who cannot see that the two stand close together.
import { focusOn } from "./focus.js";
import { showProblem } from "./problem.js";

/** Show the problem in `box`, a role=alert element, and put the focus where one goes on. */
export function showRefusal(form, box, problem) {
  showProblem(box, problem);
  box.append(...(problem.links ?? []).flatMap((link) => [" ", link]));
  const field = problem.field && form.elements[problem.field];
  if (!field) return focusOn(box);
  field.ariaInvalid = "true";
  describedBy(field, (ids) => [...ids, box.id]);
  field.focus();
}

/** Take the last refusal away again. */
export function clearRefusal(form, box) {
  showProblem(box, null);
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.ariaInvalid = null;
    describedBy(field, (ids) => ids.filter((id) => id !== box.id));
  }
}

function describedBy(field, change) {
  const ids = change((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
  else field.removeAttribute("aria-describedby");
}
