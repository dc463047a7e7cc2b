import { post } from "./api.js";
import { onSubmit } from "./forms.js";

onSubmit(async (values) => {
  await post("/api/auth/login", values);
  // Back to the thread the user was in when the session ended.
  location.assign(`/chat${location.hash}`);
});
