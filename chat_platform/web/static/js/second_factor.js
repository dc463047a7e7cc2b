// The page about the second factor: set up, switch on, switch off.
import { asUser, renew } from "./api.js";
import { LOGGED_OUT, NEEDS_LOG_IN, goToLogIn } from "./farewell.js";
import { focusOn } from "./focus.js";
import { showProblem } from "./problem.js";
import { clearRefusal, showRefusal } from "./refusal.js";

const PATH = "/api/second-factor";
const part = (id) => document.getElementById(id);
const outcome = document.querySelector("[role=status]");

async function refresh() {
  const { on, backup_codes_left: left } = await asUser("GET", PATH);
  part("set-up").hidden = on;
  part("switch-on").hidden = true;
  part("switch-off").hidden = !on;
  part("left").textContent = `The second factor is on. Backup codes left: ${left}.`;
}

async function setUp() {
  const { secret, qr_code: image } = await asUser("POST", PATH);
  const alt = "QR code for your authenticator app";
  part("qr").replaceChildren(Object.assign(new Image(), { src: image, alt }));
  part("secret").textContent = secret;
  part("set-up").hidden = true;
  part("switch-on").hidden = false;
  part("code").focus();
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
    await deed();
  } catch (problem) {
    if (problem.status === 401) return goToLogIn(LOGGED_OUT);
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
  await renew();
  await refresh();
}

part("set-up").addEventListener("click", () => act(setUp, part("switch-on")));
onForm(part("switch-on"), switchOn);
onForm(part("switch-off"), switchOff);
start()
  .catch((problem) => {
    if (problem.status === 401) goToLogIn(NEEDS_LOG_IN);
    showProblem(part("problem"), problem);
  })
  .finally(() => (part("page").hidden = false));
