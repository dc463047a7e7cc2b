// What the chat page does with news that concern the user alone.
import { prefer } from "./preferences.js";
import { leftToday } from "./used.js";

/** Handlers of the `ChatClient`: they apply preferences, and say in the element what is left. */
export function newsFor(element) {
  let today = null;
  const show = () => today && (element.textContent = leftToday(today));
  return {
    preferences(preferences) {
      prefer(preferences);
      show();
    },
    used(used) {
      today = used.today;
      show();
    },
  };
}
