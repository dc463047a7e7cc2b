// The line to the platform, as the page shows it, and who is at it.
import { renew } from "./api.js";
import { backoff } from "./backoff.js";

const part = (id) => document.getElementById(id);
let wasConnected = false;

/** Write words, unless they stand there: what is written anew is read out anew. */
export function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/**
 * Show "connected", "lost" (and how many ms until the next try) or "trying". The tries are
 * shown and not read out: that the line is lost is said once.
 */
export function showState(state, wait = 0) {
  const connected = wasConnected ? "Connected again" : "Connected";
  const next = {
    connected: "",
    lost: `Trying again in ${Math.ceil(wait / 1000)} s …`,
    trying: "Trying again now …",
  };
  say(part("connection"), state === "connected" ? connected : "Connection lost.");
  say(part("next-try"), next[state]);
  part("connection").dataset.state = state === "connected" ? state : "lost";
  wasConnected ||= state === "connected";
}

/** The user; a page that opens while the server restarts waits for it, as an open page does. */
export async function findSession() {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await renew();
    } catch (problem) {
      if (problem.status === 401) throw problem;
    }
    part("app").hidden = false;
    const wait = backoff(attempt);
    showState("lost", wait);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
