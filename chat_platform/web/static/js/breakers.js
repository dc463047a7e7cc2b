// The breakers on the administration page.
const MOMENT = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const STATES = { closed: "closed", open: "open", half_open: "half open" };

/** A breaker: what is behind it, how it is, and what became of it. */
export function itemOfBreaker({ name, state, failures, opens_at: limit, again_at: again, changes }) {
  const item = document.createElement("li");
  const still = { closed: `, ${failures} of ${limit} failures`, half_open: ", one call tries" };
  item.append(
    element("strong", name),
    element("span", `${STATES[state]}${still[state] ?? `, tried again at ${moment(again)}`}`),
  );
  if (changes.length) {
    const story = changes.map(({ at, to }) => `${STATES[to]} at ${moment(at)}`).join(", ");
    item.append(Object.assign(element("span", story), { className: "hint" }));
  }
  return item;
}

const moment = (text) => MOMENT.format(new Date(text));
const element = (kind, text) =>
  Object.assign(document.createElement(kind), { textContent: text });
