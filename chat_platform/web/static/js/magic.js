import { post } from "./api.js";
import { askForCode } from "./code.js";
import { linkTo, onSubmit } from "./forms.js";
import { forgetToken, tokenOfLink } from "./links.js";
import { linkWhatWaits } from "./pending_link.js";

const outcome = document.querySelector("[role=status]");

onSubmit(async ({ code }) => {
  outcome.textContent = "";
  try {
    await post("/api/auth/mailed-link/login", { token: tokenOfLink(), code });
  } catch (problem) {
    if (problem.code === "second_factor_needed") return askForCode(problem);
    if (problem.code.startsWith("link_")) problem.links = [linkTo("/log-in", "Ask for a new link")];
    throw problem;
  }
  forgetToken();
  await linkWhatWaits();
  location.assign("/chat");
});
