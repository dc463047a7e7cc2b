// The lists of the administration page: people with their levers, questions, changes.
const PLANS = ["free", "trial", "early", "mid", "enterprise"];
const ROLES = ["member", "support", "manager", "admin"];
const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** A person; with `levers` (`change(person, wanted)`, `endLogIns(person)`) things can be changed. */
export function itemOfPerson(person, levers) {
  const whom = element("div", { className: "whom" });
  whom.append(
    element("strong", { textContent: person.name, dir: "auto" }),
    element("span", { textContent: person.email }),
    element("span", { className: "hint", textContent: inWords(person) }),
  );
  const item = element("li", {});
  item.append(whom);
  if (levers) item.append(leversOf(person, levers));
  return item;
}

/** How much somebody has asked today. */
export function itemOfUsage({ name, plan, questions_today: asked, questions_a_day: limit }) {
  const item = element("li", {});
  item.append(
    element("strong", { textContent: name, dir: "auto" }),
    element("span", { textContent: `${asked} of ${limit ?? "any number"}, ${plan} plan` }),
  );
  return item;
}

/** A change that somebody made. */
export function itemOfChange({ at, who, whom, what }) {
  const item = element("li", {});
  item.append(
    element("span", { textContent: `${whom}: ${what}` }),
    element("span", { className: "hint", textContent: `${moment(at)}, by ${who}` }),
  );
  return item;
}

function leversOf(person, { change, endLogIns }) {
  const plan = choice("Plan", PLANS, person.plan);
  const role = choice("Role", ROLES, person.role);
  const save = element("button", { type: "button", className: "primary", textContent: "Save" });
  save.ariaLabel = `Save for ${person.name}`;
  save.addEventListener("click", () =>
    change(person, { plan: valueOf(plan), role: valueOf(role) }),
  );
  const end = element("button", { type: "button", textContent: "Log out everywhere" });
  end.ariaLabel = `Log out everywhere: ${person.name}`;
  end.addEventListener("click", () => endLogIns(person));
  const levers = element("div", { className: "levers", role: "group", ariaLabel: person.name });
  levers.append(plan, role, save, end);
  return levers;
}

function choice(title, values, current) {
  const select = element("select", {});
  select.append(
    ...values.map((value) =>
      element("option", { value, textContent: value, selected: value === current }),
    ),
  );
  const label = element("label", { textContent: title });
  label.append(select);
  return label;
}

function inWords({ plan, role, trial_ends_at: end }) {
  const until = end && plan === "trial" ? ` until ${moment(end)}` : "";
  return `${plan} plan${until}, ${role}`;
}

const valueOf = (label) => label.querySelector("select").value;
const moment = (text) => MOMENT.format(new Date(text));
const element = (kind, fields) => Object.assign(document.createElement(kind), fields);
