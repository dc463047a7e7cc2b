import { post } from "./api.js";
import { finish, linkTo, onSubmit } from "./forms.js";
import { forgetToken, tokenOfLink } from "./links.js";

onSubmit(async () => {
  try {
    await post("/api/accounts/verification", { token: tokenOfLink() });
  } catch (problem) {
    problem.links = [linkTo("/sign-up", "Sign up")];
    if (problem.code === "link_used") problem.links.unshift(linkTo("/log-in", "Log in"));
    throw problem;
  }
  forgetToken();
  finish("Your address is confirmed.", linkTo("/log-in", "Log in"));
});
