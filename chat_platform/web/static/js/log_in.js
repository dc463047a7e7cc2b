import { post } from "./api.js";
import { whyHere } from "./farewell.js";
import { linkTo, onSubmit } from "./forms.js";

const outcome = document.querySelector("[role=status]");
outcome.textContent = whyHere();

onSubmit(async (values) => {
  outcome.textContent = "";
  try {
    await post("/api/auth/login", values);
  } catch (problem) {
    if (problem.code === "second_factor_needed") return askForCode(problem);
    if (problem.code === "email_unverified") problem.links = [linkTo("/resend", "Send it again")];
    throw problem;
  }
  // Back to the thread the user was in when the session ended.
  location.assign(`/chat${location.hash}`);
});

function askForCode({ message, what_next: next }) {
  outcome.textContent = `${message} ${next}`;
  document.getElementById("second").hidden = false;
  document.getElementById("code").focus();
}
