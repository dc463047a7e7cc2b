// What can be done with one message, as a group of buttons.

const QUESTION = [
  ["edit", "Edit"],
  ["retry", "Ask again"],
  ["delete", "Delete"],
];
const ANSWER = [
  ["up", "Helpful"],
  ["down", "Not helpful"],
];

/** The group for a message: its `element`, and `rate(rating)` for an answer. */
export function deedsOf({ message_id: id, author, edited_at: editedAt, rating }) {
  const element = document.createElement("div");
  element.className = `deeds ${author}`;
  element.role = "group";
  element.ariaLabel = author === "user" ? "Your message" : "Answer";
  element.dataset.message = id;
  // They stand in the conversation, which is read out as it grows: what is said there is enough.
  element.ariaLive = "off";
  if (editedAt) element.append(Object.assign(document.createElement("span"), { textContent: "edited" }));
  for (const [deed, text] of author === "user" ? QUESTION : ANSWER) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.deed = deed;
    button.textContent = text;
    element.append(button);
  }
  const rate = (now) => {
    if (author === "user") return;
    for (const button of element.querySelectorAll("button")) {
      button.ariaPressed = String(button.dataset.deed === now);
    }
  };
  rate(rating);
  return { element, rate };
}
