import { post } from "./api.js";
import { finish, onSubmit } from "./forms.js";
import { offerProviders } from "./providers.js";

offerProviders();

onSubmit(async (values) => {
  await post("/api/accounts", values);
  finish(`Check your inbox: we sent a mail to ${values.email.trim()}.`);
});
