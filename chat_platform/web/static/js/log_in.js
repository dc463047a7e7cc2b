import { post, postAsUser } from "./api.js";
import { whyHere } from "./farewell.js";
import { linkTo, onSubmit } from "./forms.js";
import { offerProviders, whyNotIn } from "./providers.js";

const outcome = document.querySelector("[role=status]");
outcome.textContent = whyHere();
// An identity at a provider waits for the log-in that proves whose account it is.
const linkWaits = whyNotIn() === "account_exists";
offerProviders(`/chat${location.hash}`);

onSubmit(async (values) => {
  outcome.textContent = "";
  try {
    await post("/api/auth/login", values);
  } catch (problem) {
    if (problem.code === "second_factor_needed") return askForCode(problem);
    if (problem.code === "email_unverified") problem.links = [linkTo("/resend", "Send it again")];
    throw problem;
  }
  if (linkWaits) await postAsUser("/api/auth/oauth/link").catch(() => {});
  // Back to the thread the user was in when the session ended.
  location.assign(`/chat${location.hash}`);
});

function askForCode({ message, what_next: next }) {
  outcome.textContent = `${message} ${next}`;
  document.getElementById("second").hidden = false;
  document.getElementById("code").focus();
}
