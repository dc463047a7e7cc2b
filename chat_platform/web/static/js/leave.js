// Leaving for good: with the password on this page, or by the link of a mail.
import { asUser, post } from "./api.js";
import { forgetDrafts } from "./draft.js";
import { GONE, goToLogIn } from "./farewell.js";
import { attempt, finish, onSubmit } from "./forms.js";
import { tokenOfLink } from "./links.js";
import { showProof, withProof } from "./step_up.js";
import { forgetAll } from "./unsent.js";

function go() {
  forgetAll();
  forgetDrafts();
  goToLogIn(GONE);
}

const token = tokenOfLink();
if (!token) await attempt(showProof);
onSubmit(async ({ password, code }) => {
  if (token) {
    await post("/api/accounts/deletion", { token });
    return go();
  }
  const told = await withProof(() => asUser("DELETE", "/api/me", { password, code }));
  if (told.deleted) return go();
  finish(told.message);
});
