import { post } from "./api.js";
import { finish, linkTo, onSubmit } from "./forms.js";
import { forgetToken, tokenOfLink } from "./links.js";

onSubmit(async () => {
  const { message } = await post("/api/accounts/address/undo", { token: tokenOfLink() });
  forgetToken();
  finish(message, linkTo("/forgot", "Choose a new password"));
});
