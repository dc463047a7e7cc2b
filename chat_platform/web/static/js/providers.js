// Coming in through a provider: the buttons for it, and why it did not work.
import { get } from "./api.js";
import { Problem, showProblem } from "./problem.js";

/** Show a button for each provider that the platform knows; `next` is where to go at the end. */
export async function offerProviders(next = "/chat") {
  const ways = document.getElementById("ways");
  const providers = await get("/api/auth/oauth/providers").catch(() => []);
  for (const { title, start } of providers) {
    const way = document.createElement("a");
    way.className = "way";
    way.href = `${start}?next=${encodeURIComponent(next)}`;
    way.textContent = `Continue with ${title}`;
    ways.append(way);
  }
}

/** The code of the problem that somebody came back with, or null; the page shows its words. */
export function whyNotIn() {
  const code = new URLSearchParams(location.search).get("problem");
  if (!code) return null;
  // Not again when the page is loaded anew.
  history.replaceState(null, "", `${location.pathname}${location.hash}`);
  get(`/api/auth/oauth/problems/${encodeURIComponent(code)}`).then(
    (told) => showProblem(document.getElementById("problem"), new Problem(told)),
    () => {}, // A made-up code: there is nothing to say.
  );
  return code;
}
