// Coming in without a password: the button that asks for a link by mail.
import { post } from "./api.js";
import { attempt } from "./forms.js";

/** Let the button work with the address that stands in the form. */
export function offerMailedLink() {
  const button = document.getElementById("mail-link");
  const outcome = document.querySelector("[role=status]");
  button.addEventListener("click", () =>
    attempt(async ({ email }) => {
      outcome.textContent = "";
      outcome.textContent = (await post("/api/auth/mailed-link", { email })).message;
    }),
  );
  button.disabled = false;
}
