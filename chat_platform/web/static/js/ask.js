// Asks the user back, in a dialogue of the page: for a text, or only whether to go on.

const part = (id) => document.getElementById(id);
const dialog = part("ask");
const field = part("ask-text");

// As in the message box: Enter is done, Shift+Enter begins a new line.
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  part("ask-yes").click();
});

/**
 * Resolves to what the user wrote, beginning with `text` (without `text` nothing is to be
 * written, and it is empty), or to null when the user thinks better of it.
 */
export function ask({ title, hint = "", yes, text = null }) {
  part("ask-title").textContent = title;
  part("ask-hint").textContent = hint;
  part("ask-yes").textContent = yes;
  field.hidden = text === null;
  part("ask-label").hidden = field.hidden;
  field.value = text ?? "";
  dialog.returnValue = "";
  dialog.showModal();
  if (text !== null) field.select();
  return new Promise((resolve) =>
    dialog.addEventListener(
      "close",
      () => resolve(dialog.returnValue === "yes" ? field.value : null),
      { once: true },
    ),
  );
}
