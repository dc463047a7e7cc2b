// The account page: who one is, and where one is logged in.
import { asUser, renew } from "./api.js";
import { offerBill } from "./bill.js";
import { showDevices } from "./devices.js";
import { LOGGED_OUT, NEEDS_LOG_IN, goToLogIn } from "./farewell.js";
import { focusOn } from "./focus.js";
import { offerPersonal } from "./personal.js";
import { showProblem } from "./problem.js";
import { whyNotIn } from "./providers.js";
import { showStanding } from "./standing.js";
import { showWays, wordOnReturn } from "./ways_in.js";

const part = (id) => document.getElementById(id);
const outcome = document.querySelector("[role=status]");

async function refresh() {
  const sessions = await showDevices(part("devices"), (id) =>
    act(() => asUser("DELETE", `/api/sessions/${id}`), "That device is logged out."),
  );
  part("log-out-others").hidden = sessions.length < 2;
  await showWays(act);
}

async function act(deed, done) {
  outcome.textContent = "";
  showProblem(part("problem"), null);
  try {
    await deed();
    await refresh();
    outcome.textContent = done;
    // The button that was pressed is gone.
    focusOn(outcome);
  } catch (problem) {
    if (problem.status === 401) return goToLogIn(LOGGED_OUT);
    showProblem(part("problem"), problem);
  }
}

async function start() {
  const user = await renew();
  part("name").textContent = user.name;
  part("email").textContent = user.email;
  showStanding(part("standing"), user);
  offerPersonal({
    tell: (words) => (outcome.textContent = words),
    fail: (problem) => showProblem(part("problem"), problem),
    ended: () => goToLogIn(LOGGED_OUT),
  });
  await Promise.all([
    refresh(),
    offerBill({ fail: (problem) => showProblem(part("problem"), problem) }),
  ]);
  outcome.textContent = wordOnReturn();
  whyNotIn();
}

part("log-out-others").addEventListener("click", () =>
  act(() => asUser("DELETE", "/api/sessions"), "You are logged out everywhere else."),
);
start()
  .catch((problem) => {
    if (problem.status === 401) goToLogIn(NEEDS_LOG_IN);
    showProblem(part("problem"), problem);
  })
  .finally(() => (part("account").hidden = false));
