// The token stands in the fragment, which no server and no log ever sees.
import { post } from "./api.js";
import { finish, linkTo, onSubmit } from "./forms.js";

onSubmit(async () => {
  const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
  try {
    await post("/api/accounts/verification", { token });
  } catch (problem) {
    problem.links = [linkTo("/sign-up", "Sign up")];
    if (problem.code === "link_used") problem.links.unshift(linkTo("/log-in", "Log in"));
    throw problem;
  }
  history.replaceState(null, "", location.pathname);
  finish("Your address is confirmed.", linkTo("/log-in", "Log in"));
});
