import { post } from "./api.js";
import { whyHere } from "./farewell.js";
import { onSubmit } from "./forms.js";

const outcome = document.querySelector("[role=status]");
outcome.textContent = whyHere();

onSubmit(async (values) => {
  outcome.textContent = "";
  await post("/api/auth/login", values);
  // Back to the thread the user was in when the session ended.
  location.assign(`/chat${location.hash}`);
});
