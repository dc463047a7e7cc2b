// The list of devices on which the user is logged in.
import { asUser } from "./api.js";

const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** Fill the list; `logOut(id)` is called for the device whose button was pressed. */
export async function showDevices(list, logOut) {
  const sessions = await asUser("GET", "/api/sessions");
  list.replaceChildren(...sessions.map((session) => itemOf(session, logOut)));
  return sessions;
}

function itemOf({ id, device, logged_in_at: since, last_used_at: used, current }, logOut) {
  const item = document.createElement("li");
  const name = Object.assign(document.createElement("strong"), { textContent: device });
  const when = Object.assign(document.createElement("span"), {
    className: "hint",
    textContent: `Logged in ${moment(since)}, last used ${moment(used)}`,
  });
  item.append(name, when);
  if (current) {
    const mark = { className: "mark", textContent: "This device" };
    item.append(Object.assign(document.createElement("span"), mark));
    return item;
  }
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    textContent: "Log out",
    ariaLabel: `Log out ${device}`,
  });
  button.addEventListener("click", () => logOut(id));
  item.append(button);
  return item;
}

const moment = (text) => MOMENT.format(new Date(text));
