// An identity at a provider that waits until its owner has proven whose account it is. The
// proof may be a mailed link, which opens in a tab of its own: so all tabs remember it.
import { postAsUser } from "./api.js";

const KEY = "link-waits";

/** Remember that an identity waits in this browser. */
export const rememberLink = () => localStorage.setItem(KEY, "yes");

/** Link it to the account that one has just logged in to; nothing where none waits. */
export async function linkWhatWaits() {
  if (!localStorage.getItem(KEY)) return;
  localStorage.removeItem(KEY);
  // What waited for another account, or too long, is no reason to keep anybody out.
  await postAsUser("/api/auth/oauth/link").catch(() => {});
}
