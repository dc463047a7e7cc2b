// The page about the second factor: set up, switch on, switch off.
import { asUser } from "./api.js";
import { focusOn } from "./focus.js";
import { showProblem } from "./problem.js";
import { clearRefusal, showRefusal } from "./refusal.js";
import { showProof, withProof } from "./step_up.js";

const PATH = "/api/second-factor";
const part = (id) => document.getElementById(id);
const outcome = document.querySelector("[role=status]");

async function refresh() {
  const { on, backup_codes_left: left } = await asUser("GET", PATH);
  part("begin").hidden = false;
  part("set-up").hidden = on;
  part("switch-on").hidden = true;
  part("switch-off").hidden = !on;
  part("left").textContent = on ? `The second factor is on. Backup codes left: ${left}.` : "";
}

async function setUp({ password }) {
  const { secret, qr_code: image } = await asUser("POST", PATH, { password });
  const alt = "QR code for your authenticator app";
  part("qr").replaceChildren(Object.assign(new Image(), { src: image, alt }));
  part("secret").textContent = secret;
  part("begin").hidden = true;
  part("switch-on").hidden = false;
  part("code").focus();
  outcome.textContent = "Your app can be set up now.";
}

async function switchOn({ code }) {
  const { backup_codes: codes } = await asUser("POST", `${PATH}/confirmation`, { code });
  const items = codes.map((text) =>
    Object.assign(document.createElement("li"), { textContent: text }),
  );
  part("codes").replaceChildren(...items);
  part("backup").hidden = false;
  await refresh();
  tell("The second factor is on.");
}

async function switchOff({ password }) {
  await asUser("DELETE", PATH, { password });
  part("backup").hidden = true;
  await refresh();
  tell("The second factor is off.");
}

// The form that brought it about is gone, and the focus with it.
function tell(words) {
  outcome.textContent = words;
  focusOn(outcome);
}

async function act(deed, form) {
  outcome.textContent = "";
  clearRefusal(form, part("problem"));
  try {
    await withProof(deed);
  } catch (problem) {
    showRefusal(form, part("problem"), problem);
  }
}

function onForm(form, deed) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(form));
    form.reset();
    await act(() => deed(values), form);
  });
}

async function start() {
  await showProof();
  await refresh();
}

onForm(part("begin"), (values) => (part("set-up").hidden ? switchOff : setUp)(values));
onForm(part("switch-on"), switchOn);
start()
  .catch((problem) => showProblem(part("problem"), problem))
  .finally(() => (part("page").hidden = false));
