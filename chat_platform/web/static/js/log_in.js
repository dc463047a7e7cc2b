import { post, postAsUser } from "./api.js";
import { whyHere } from "./farewell.js";
import { onSubmit } from "./forms.js";
import { offerProviders, whyNotIn } from "./providers.js";

const outcome = document.querySelector("[role=status]");
outcome.textContent = whyHere();
// An identity at a provider waits for the log-in that proves whose account it is.
const linkWaits = whyNotIn() === "account_exists";
offerProviders(`/chat${location.hash}`);

onSubmit(async (values) => {
  outcome.textContent = "";
  await post("/api/auth/login", values);
  if (linkWaits) await postAsUser("/api/auth/oauth/link").catch(() => {});
  // Back to the thread the user was in when the session ended.
  location.assign(`/chat${location.hash}`);
});
