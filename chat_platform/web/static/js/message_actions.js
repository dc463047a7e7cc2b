// Carries out what the user wants done with a message of the conversation that is shown.
import { ask } from "./ask.js";

const DEEDS = {
  async edit(message_id, element) {
    const text = await ask({
      title: "Your message",
      yes: "Save",
      text: element.previousElementSibling.textContent,
    });
    return text === null ? null : ["message.edit", { message_id, text }];
  },
  retry: (message_id) => ["message.retry", { message_id }],
  async delete(message_id) {
    const sure = await ask({
      title: "Delete this message?",
      hint: "It goes for good, and the answers to it go, too.",
      yes: "Delete",
    });
    return sure === null ? null : ["message.delete", { message_id }];
  },
  up: (message_id, element, button) => ["message.feedback", rating(message_id, "up", button)],
  down: (message_id, element, button) => ["message.feedback", rating(message_id, "down", button)],
};

// The same button once more takes the opinion back.
const rating = (message_id, value, button) => ({
  message_id,
  rating: button.ariaPressed === "true" ? null : value,
});

/** `current()` is the thread that is shown; `client` the ChatClient; `tell(problem)`. */
export function offerMessageActions(log, { client, current, tell }) {
  log.addEventListener("click", async ({ target }) => {
    const element = target.closest?.(".deeds");
    const deed = element && DEEDS[target.dataset.deed];
    const thread = current();
    if (!deed || !thread) return;
    tell(null);
    try {
      const wanted = await deed(element.dataset.message, element, target);
      if (wanted) await client.change(wanted[0], thread.id, wanted[1]);
    } catch (problem) {
      tell(problem);
    }
  });
}
