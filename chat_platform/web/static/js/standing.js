// The user's plan, shown beside the name: on the chat page it changes while the page is open.

/** Say in the element which plan counts now. */
export function showPlan(element, { plan }) {
  element.textContent = `${plan} plan`;
}

/** Plan, end of a trial, and the way to the administration for those who may go there. */
export function showStanding(element, { plan, role, trial_ends_at: end }) {
  const until = end && plan === "trial" ? ` until ${DAY.format(new Date(end))}` : "";
  element.textContent = `${plan} plan${until}`;
  if (role === "member") return;
  const way = document.createElement("a");
  Object.assign(way, { href: "/admin", textContent: "Administration" });
  element.append(` · ${role} · `, way);
}

const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });
