// The page about runs: what went on, how much agents did, and what was charged.
import { asUser, renew } from "./api.js";
import { LOGGED_OUT, NEEDS_LOG_IN, goToLogIn } from "./farewell.js";
import { focusOn } from "./focus.js";
import { showProblem } from "./problem.js";
import { itemOfAgent, itemOfLine, itemOfRun } from "./run_items.js";
import { saveAs } from "./saving.js";

const LEDGER = "/api/admin/ledger";
const part = (id) => document.getElementById(id);
const outcome = document.querySelector("[role=status]");

let next = null;

async function start() {
  await renew();
  const { may } = await asUser("GET", "/api/admin/permissions");
  const [runs, agents, books] = await Promise.all([
    asUser("GET", "/api/admin/runs"),
    asUser("GET", "/api/admin/agents"),
    asUser("GET", LEDGER),
  ]);
  fill("runs", runs.map(itemOfRun));
  fill("agents", agents.map(itemOfAgent));
  fill("ledger", show(books));
  part("save").hidden = !may.includes("export the ledger");
  part("parts").hidden = false;
}

function fill(list, items) {
  part(list).replaceChildren(...items);
  part(`no-${list}`).hidden = items.length > 0;
}

function show(books) {
  next = books.next;
  part("older").hidden = next === null;
  return books.lines.map(itemOfLine);
}

async function showOlder() {
  const items = show(await asUser("GET", `${LEDGER}?before=${encodeURIComponent(next)}`));
  part("ledger").append(...items);
  if (next !== null) return;
  outcome.textContent = "These are all lines.";
  // The button that was pressed is gone.
  focusOn(outcome);
}

async function act(deed) {
  outcome.textContent = "";
  showProblem(part("problem"), null);
  await deed().catch((problem) => {
    if (problem.status === 401) return goToLogIn(LOGGED_OUT);
    showProblem(part("problem"), problem);
    // Whose role was taken away meanwhile must not go on looking at other people's runs.
    if (problem.code === "forbidden") part("parts").remove();
  });
}

part("save").addEventListener("click", () => act(() => saveAs(`${LEDGER}.csv`, "ledger.csv")));
part("older").addEventListener("click", () => act(showOlder));
start()
  .catch((problem) => {
    if (problem.status === 401) return goToLogIn(NEEDS_LOG_IN);
    showProblem(part("problem"), problem);
  })
  .finally(() => (part("page").hidden = false));
