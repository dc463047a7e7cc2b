// The code of the second factor, on pages that let people in.

/** Show the field for the code, and say why. */
export function askForCode({ message, what_next: next }) {
  document.querySelector("[role=status]").textContent = `${message} ${next}`;
  document.getElementById("second").hidden = false;
  document.getElementById("code").focus();
}
