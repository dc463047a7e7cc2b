// The administration page: what one's role allows of people, their questions, and the trail.
import { asUser, renew } from "./api.js";
import { learnBooks } from "./books.js";
import { itemOfBreaker } from "./breakers.js";
import { say } from "./coming_in.js";
import { LOGGED_OUT, NEEDS_LOG_IN, goToLogIn } from "./farewell.js";
import { focusOn } from "./focus.js";
import { itemOfChange, itemOfPerson, itemOfUsage } from "./people.js";
import { Problem, showProblem } from "./problem.js";

const part = (id) => document.getElementById(id);
const outcome = document.querySelector("[role=status]");
const NOTHING_HERE = new Problem({
  code: "forbidden",
  message: "You may not do that.",
  what_next: "Ask an administrator of this platform for access.",
});

let may = [];

async function learnPermissions() {
  ({ may } = await asUser("GET", "/api/admin/permissions"));
  part("people-part").hidden = part("trail-part").hidden = !may.includes("see people");
  part("usage-part").hidden = part("books-part").hidden = !may.includes("see usage");
  part("runs-way").hidden = !may.includes("see runs");
  part("breakers-part").hidden = !may.includes("see breakers");
  if (!may.length) throw NOTHING_HERE;
}

const howMany = ({ length }) =>
  length ? `${length} ${length === 1 ? "person" : "people"}` : "Nobody has such a name or address.";

function fill(list, nothing, items) {
  part(list).replaceChildren(...items);
  part(nothing).hidden = items.length > 0;
}

async function refresh() {
  const wanted = encodeURIComponent(part("wanted").value);
  if (may.includes("see people")) {
    const [people, trail] = await Promise.all([
      asUser("GET", `/api/admin/users?search=${wanted}`),
      asUser("GET", "/api/admin/audit"),
    ]);
    const levers = may.includes("change people") ? { change, endLogIns } : null;
    part("people").replaceChildren(...people.map((person) => itemOfPerson(person, levers)));
    say(part("found"), howMany(people));
    fill("trail", "no-trail", trail.map(itemOfChange));
  }
  if (may.includes("see usage")) {
    fill("usage", "no-usage", (await asUser("GET", "/api/admin/usage")).map(itemOfUsage));
    const { takings, earnings } = await learnBooks();
    fill("takings", "no-takings", takings);
    fill("earnings", "no-earnings", earnings);
  }
  if (may.includes("see breakers")) {
    const breakers = await asUser("GET", "/api/admin/breakers");
    fill("breakers", "no-breakers", breakers.map(itemOfBreaker));
  }
}

const change = ({ id, name }, wanted) =>
  act(() => asUser("PATCH", `/api/admin/users/${id}`, wanted), `Saved for ${name}.`);

const endLogIns = ({ id, name }) =>
  act(() => asUser("DELETE", `/api/admin/users/${id}/sessions`), `${name} is logged out.`);

async function act(deed, done) {
  outcome.textContent = "";
  showProblem(part("problem"), null);
  try {
    await deed();
    await refresh();
    if (!done) return;
    outcome.textContent = done;
    // The button that was pressed is gone with the list.
    focusOn(outcome);
  } catch (problem) {
    await tell(problem);
  }
}

// Whose role was taken away meanwhile must not go on looking at other people's names.
async function tell(problem) {
  if (problem.status === 401) return goToLogIn(LOGGED_OUT);
  showProblem(part("problem"), problem);
  if (problem.code === "forbidden" && problem !== NOTHING_HERE) {
    await learnPermissions().catch(() => {});
    if (!may.includes("see people")) part("people").replaceChildren();
  }
}

async function start() {
  await renew();
  await learnPermissions();
  await refresh();
}

part("search").addEventListener("submit", (event) => {
  event.preventDefault();
  act(async () => {}, "");
});
start()
  .catch((problem) => {
    if (problem.status === 401) goToLogIn(NEEDS_LOG_IN);
    showProblem(part("problem"), problem);
  })
  .finally(() => (part("admin").hidden = false));
