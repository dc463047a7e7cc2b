// What the user has begun to write and not sent. It outlives a reload of the tab and the end of
// a log-in, is shown to nobody else, and goes when the user logs out, in whichever tab.

const KEY = "draft";
// Each tab has a storage of its own.
const tabs = new BroadcastChannel(KEY);

let owner = null;

const forget = () => sessionStorage.removeItem(KEY);
tabs.onmessage = forget;

/** The user has written so far. Nothing is kept before it is known whose it would be. */
export function keepDraft(text) {
  if (owner && text) sessionStorage.setItem(KEY, JSON.stringify({ owner, text }));
  else if (owner) forget();
}

/** What this user left in this tab, or nothing; what others left is thrown away. */
export function draftOf(userId) {
  owner = userId;
  const { owner: writer, text } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
  if (writer === owner) return text;
  forget();
  return "";
}

/** The user leaves on purpose: nothing stays behind, in the other tabs neither. */
export function forgetDrafts() {
  forget();
  tabs.postMessage(null);
}
