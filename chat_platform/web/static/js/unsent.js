// What the user wrote and the platform has not accepted yet. It outlives a reload of the tab,
// and goes out again under its first id: so it counts once, accepted before the reload or not.

const KEY = "unsent";

const kept = () => JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
const keep = (entries) => sessionStorage.setItem(KEY, JSON.stringify(entries));

let owner = null;

/** Keep `{id, threadId, text}` until it is forgotten, in the place that it had. */
export function remember(entry) {
  const entries = kept();
  if (!entries.some(({ id }) => id === entry.id)) keep([...entries, { ...entry, owner }]);
}

/** The platform has accepted or refused it. */
export function forget(id) {
  keep(kept().filter((entry) => entry.id !== id));
}

/** What this user left unsent in this tab, oldest first; what others left is thrown away. */
export function unsentOf(userId) {
  owner = userId;
  keep(kept().filter((entry) => entry.owner === owner));
  return kept();
}

/** The user leaves on purpose: nothing stays behind in the browser. */
export function forgetAll() {
  sessionStorage.removeItem(KEY);
}
