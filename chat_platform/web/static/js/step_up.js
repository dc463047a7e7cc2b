// Who changes something sensitive proves once more to be the user.
import { asUser, renew } from "./api.js";
import { LOGGED_OUT, NEEDS_LOG_IN, goToLogIn } from "./farewell.js";

/** Show the fields for what this account takes: a password, a code, both, or neither. */
export async function showProof() {
  try {
    await renew();
    const { password, code } = await asUser("GET", "/api/me/step-up");
    for (const [id, needed] of [["with-password", password], ["with-code", code]]) {
      const field = document.getElementById(id);
      if (field) field.hidden = !needed;
    }
  } catch (problem) {
    if (problem.status === 401) return goToLogIn(NEEDS_LOG_IN);
    throw problem;
  }
}

/** Do what needs the proof; whoever is not logged in any more goes to the log-in page. */
export async function withProof(deed) {
  try {
    return await deed();
  } catch (problem) {
    if (problem.status === 401 && problem.field !== "code") goToLogIn(LOGGED_OUT);
    throw problem;
  }
}
