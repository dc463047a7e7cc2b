// The ways into one's account: the providers linked to it, and those that can be.
import { asUser } from "./api.js";

const PATH = "/api/auth/oauth/ways";
const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });
const part = (id) => document.getElementById(id);
const password = part("ways-password");

/** Fill the section; `act(deed, done)` carries out what a button asks for, and tells it. */
export async function showWays(act) {
  const ways = await asUser("GET", PATH);
  part("ways-in").hidden = !ways.offered.length && !ways.linked.length;
  part("ways-proof").hidden = !ways.password;
  part("ways-none").hidden = ways.linked.length > 0;
  password.value = "";
  part("linked").replaceChildren(...ways.linked.map((way) => itemOf(way, act)));
  part("offered").replaceChildren(...ways.offered.map((way) => offerOf(way, act)));
}

function itemOf({ id, title, linked_at: since }, act) {
  const item = document.createElement("li");
  const name = Object.assign(document.createElement("strong"), { textContent: title });
  const when = Object.assign(document.createElement("span"), {
    className: "hint",
    textContent: `Linked on ${DAY.format(new Date(since))}`,
  });
  const unlink = () => asUser("DELETE", `${PATH}/${id}`, { password: password.value });
  const button = buttonFor(`Unlink ${title}`, () =>
    act(unlink, `${title} no longer opens your account.`),
  );
  item.append(name, when, button);
  return item;
}

function offerOf({ title, link }, act) {
  const leave = async () => {
    const { address } = await asUser("POST", link, { password: password.value });
    location.assign(address);
    // The page is being left: nothing of it need be fetched again.
    await new Promise(() => {});
  };
  return buttonFor(`Link ${title}`, () => act(leave, `On the way to ${title} …`));
}

function buttonFor(words, press) {
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    textContent: words,
  });
  button.addEventListener("click", press);
  return button;
}

/** What to say to somebody who comes back from linking a provider; nothing to anybody else. */
export function wordOnReturn() {
  if (!new URLSearchParams(location.search).has("linked")) return "";
  history.replaceState(null, "", location.pathname);
  return "The provider is linked: from now on it opens your account.";
}
