import { post } from "./api.js";
import { finish, linkTo, onSubmit } from "./forms.js";
import { forgetToken, tokenOfLink } from "./links.js";

onSubmit(async () => {
  try {
    const { message } = await post("/api/accounts/address", { token: tokenOfLink() });
    forgetToken();
    finish(message, linkTo("/chat", "Go to the chat"));
  } catch (problem) {
    if (problem.code.startsWith("link_")) problem.links = [linkTo("/new-address", "Ask for a new link")];
    throw problem;
  }
});
