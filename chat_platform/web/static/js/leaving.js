// Leaving the chat: by the button, or because the log-in has ended.
import { logOut } from "./api.js";
import { forgetDrafts } from "./draft.js";
import { GOODBYE, LOGGED_OUT, goToLogIn } from "./farewell.js";
import { forgetPreferences } from "./preferences.js";
import { forgetAll } from "./unsent.js";

let farewell = LOGGED_OUT;

/** Go to the log-in page. Who logged out does not come back to the thread. */
export function leave(why = farewell) {
  goToLogIn(why, why === GOODBYE ? "" : location.hash);
}

/** Let the button log out; `tell(problem)` when that cannot be done. */
export function offerLogOut(button, tell) {
  button.addEventListener("click", async () => {
    // The server closes the socket before it answers: that must not look like a lost session.
    farewell = GOODBYE;
    // Before other tabs lose their sockets, too, and leave the page that would hear of it.
    forgetDrafts();
    try {
      await logOut();
      forgetAll();
      forgetPreferences();
      leave();
    } catch (problem) {
      farewell = LOGGED_OUT;
      tell(problem);
    }
  });
}
