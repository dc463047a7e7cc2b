import { asUser } from "./api.js";
import { attempt, finish, onSubmit } from "./forms.js";
import { showProof, withProof } from "./step_up.js";

await attempt(showProof);
onSubmit(async (values) => {
  const { message } = await withProof(() => asUser("POST", "/api/me/address", values));
  finish(message);
});
