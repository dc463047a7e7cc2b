import { post } from "./api.js";
import { finish, linkTo, onSubmit } from "./forms.js";
import { forgetToken, tokenOfLink } from "./links.js";

onSubmit(async ({ password }) => {
  try {
    await post("/api/accounts/password", { token: tokenOfLink(), password });
  } catch (problem) {
    if (problem.code.startsWith("link_")) problem.links = [linkTo("/forgot", "Ask for a new link")];
    throw problem;
  }
  forgetToken();
  finish("Your new password is set.", linkTo("/log-in", "Log in"));
});
