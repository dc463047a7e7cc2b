import { post } from "./api.js";
import { finish, onSubmit } from "./forms.js";

onSubmit(async (values) => {
  const { message } = await post("/api/accounts/verification/resend", values);
  finish(message);
});
