import { post } from "./api.js";
import { askForCode } from "./code.js";
import { whyHere } from "./farewell.js";
import { linkTo, onSubmit } from "./forms.js";
import { offerMailedLink } from "./mailed_link.js";
import { linkWhatWaits, rememberLink } from "./pending_link.js";
import { offerProviders, whyNotIn } from "./providers.js";

const outcome = document.querySelector("[role=status]");
const parting = whyHere();
const problem = whyNotIn();
// Who comes back with a problem reads of that alone, not of what was before.
outcome.textContent = problem ? "" : parting;
// An identity at a provider waits for the log-in that proves whose account it is.
if (problem === "account_exists") rememberLink();
offerProviders(`/chat${location.hash}`);
offerMailedLink();

onSubmit(async (values) => {
  outcome.textContent = "";
  try {
    await post("/api/auth/login", values);
  } catch (problem) {
    if (problem.code === "second_factor_needed") return askForCode(problem);
    if (problem.code === "email_unverified") problem.links = [linkTo("/resend", "Send it again")];
    throw problem;
  }
  await linkWhatWaits();
  // Back to the thread the user was in when the session ended.
  location.assign(`/chat${location.hash}`);
});
