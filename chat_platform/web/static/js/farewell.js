// Why somebody who was in the chat, or wanted to be, stands before the log-in page.

const KEY = "why-log-in";

export const GOODBYE = "goodbye";
export const LOGGED_OUT = "logged-out";
export const NEEDS_LOG_IN = "needs-log-in";
export const GONE = "gone";

const WORDS = {
  [GOODBYE]: "You are logged out.",
  [LOGGED_OUT]: "Your session has ended. Log in to go on where you were.",
  [NEEDS_LOG_IN]: "Log in to open the chat.",
  [GONE]: "Your account is deleted, with all that was in it.",
};

/** Leave for the log-in page; `hash` brings the user back to a thread afterwards. */
export function goToLogIn(why, hash = "") {
  sessionStorage.setItem(KEY, why);
  location.replace(`/log-in${hash}`);
}

/** Why the user is here, in words, told once; empty when there is no reason. */
export function whyHere() {
  const why = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return WORDS[why] ?? "";
}
