// Coming into the chat: the session, and what the page says of its connection.
import { renew } from "./api.js";
import { backoff } from "./backoff.js";

const part = (id) => document.getElementById(id);

let wasConnected = false;

export function showState(state) {
  const again = wasConnected ? "Connected again" : "Connected";
  part("connection").textContent =
    state === "connected" ? again : "Connection lost. Reconnecting …";
  part("connection").dataset.state = state;
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
    showState("lost");
    await new Promise((resolve) => setTimeout(resolve, backoff(attempt)));
  }
}
