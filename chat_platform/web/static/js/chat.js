// The chat page: ties the session, the protocol and the parts of the page together.
import { logOut, renew } from "./api.js";
import { offerAttaching, upload } from "./attaching.js";
import { backoff } from "./backoff.js";
import { ChatClient } from "./client.js";
import { Composer } from "./composer.js";
import { GOODBYE, LOGGED_OUT, NEEDS_LOG_IN, goToLogIn } from "./farewell.js";
import { offerMessageActions } from "./message_actions.js";
import { showProblem } from "./problem.js";
import { Scroller } from "./scroller.js";
import { Shelf } from "./shelf.js";
import { showPlan } from "./standing.js";
import { ThreadActions } from "./thread_actions.js";
import { ThreadList } from "./thread_list.js";
import { forgetAll, unsentOf } from "./unsent.js";

const NOTHING_WRITTEN = {
  message: "There is nothing in that message.",
  what_next: "Write a question and send it again.",
};

const part = (id) => document.getElementById(id);
const tell = (problem) => showProblem(part("problem"), problem);
// Who logged out does not come back to the thread.
const leave = (why = farewell) => goToLogIn(why, why === GOODBYE ? "" : location.hash);

let current = null;
let chosen = null;
let creating = null;
let wasConnected = false;
let stopping = null;
let farewell = LOGGED_OUT;

const client = new ChatClient({
  renamed(id, title) {
    list.rename(id, title);
    if (id === current?.id) showTitle();
  },
  known(thread) {
    shelf.learn(thread);
    if (thread.archived) list.remove(thread.thread_id);
    else if (list.has(thread.thread_id)) list.rename(thread.thread_id, thread.title);
    else list.put(thread);
    if (thread.thread_id === current?.id) showTitle();
  },
  removed(id) {
    list.remove(id);
    shelf.forget(id);
    if (id === current?.id) showNone();
  },
  changed(thread, envelope) {
    if (thread !== current) return;
    refresh();
    if (envelope?.type === "agent_completed") tellOutcome(envelope);
  },
  problem: tell,
  standing: (standing) => showPlan(part("plan"), standing),
  state(state, wait) {
    if (state === "ended") leave();
    else showState(state, wait);
  },
});
const list = new ThreadList(part("threads"), (id) => openThread(id));
const shelf = new Shelf({
  ask: (type, payload) => client.ask(type, payload),
  choose: (id) => openThread(id),
  tell,
});
const actions = new ThreadActions(part("thread-actions"), {
  change: (type, id, payload) => client.change(type, id, payload),
  tell,
});
offerMessageActions(part("log"), {
  current: () => current,
  change: (type, id, payload) => client.change(type, id, payload),
  tell,
});
const composer = new Composer(part("composer"), send);
const scroller = new Scroller(part("log"), part("steps"));

// An answer speaks for itself; without one the user must learn why. Not who stopped it, and
// not while an agent that was only asked for help has failed: the one that asked goes on.
function tellOutcome({ run_id: id, payload: { status, summary } }) {
  if (status === "succeeded" || id === stopping || current.activity.isHelper(id)) return;
  tell({ message: summary, what_next: "Ask again, or put the question in other words." });
}

// Words that are written anew are read out anew: only what has changed is written.
function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function showState(state, wait = 0) {
  const words = {
    connected: wasConnected ? "Connected again" : "Connected",
    lost: `Connection lost. Trying again in ${Math.ceil(wait / 1000)} s …`,
    trying: "Connection lost. Trying again now …",
  };
  say(part("connection"), words[state]);
  part("connection").dataset.state = state === "connected" ? state : "lost";
  wasConnected ||= state === "connected";
}

function showTitle() {
  const { title: kept, archived = false } = shelf.get(current?.id) ?? {};
  const title = list.titleOf(current?.id) ?? (kept || "New conversation");
  part("title").textContent = title;
  actions.show(current && { id: current.id, title, archived });
  document.title = `${title} · Chat is King`;
}

function showThread(thread) {
  current = thread;
  chosen = thread.id;
  history.replaceState(null, "", `#thread=${encodeURIComponent(thread.id)}`);
  list.mark(thread.id);
  showTitle();
  part("log").replaceChildren(thread.conversation.element);
  part("steps").replaceChildren(thread.activity.element);
  refresh({ toEnd: true });
}

// The conversation that was shown is gone.
function showNone() {
  current = chosen = null;
  history.replaceState(null, "", location.pathname);
  list.mark(null);
  showTitle();
  part("log").replaceChildren();
  part("steps").replaceChildren();
  part("welcome").hidden = false;
  part("activity").dataset.working = "";
  part("stop").hidden = true;
  composer.focus();
}

function refresh({ toEnd = false } = {}) {
  const { conversation, activity } = current;
  part("welcome").hidden = !conversation.empty;
  const { answering } = activity;
  part("activity").dataset.working = answering?.agent ?? "";
  say(part("at-work"), answering ? `${answering.agent} is at work.` : "");
  part("stop").hidden = !answering;
  part("stop").ariaDisabled = answering && answering.id === stopping ? "true" : null;
  scroller.grown(toEnd);
}

async function openThread(id) {
  tell(null);
  chosen = id;
  try {
    const thread = await client.open(id);
    if (!list.has(id)) await shelf.lookFor(id);
    // Whoever picks two threads in a row sees the second, whichever came first.
    if (chosen === id) showThread(thread);
  } catch (problem) {
    history.replaceState(null, "", location.pathname);
    tell(problem);
  }
}

function newThread() {
  creating ??= client
    .create()
    .then(({ thread, description }) => {
      list.put(description);
      showThread(thread);
    })
    .finally(() => (creating = null));
  return creating;
}

async function send(text) {
  tell(null);
  if (!text.trim()) return tell(NOTHING_WRITTEN);
  try {
    if (!current) await newThread();
    const sent = client.send(current, text);
    refresh({ toEnd: true });
    await sent;
  } catch (problem) {
    tell(problem);
    composer.offer(text);
  }
}

// What was on its way when the tab was reloaded: all in their order, each under its first id.
async function sendAgain({ id, threadId, text }) {
  try {
    await client.send(await client.open(threadId), text, id);
  } catch (problem) {
    tell(problem);
    composer.offer(text);
  }
}

async function attach(file) {
  tell(null);
  try {
    const id = await upload(file);
    if (!current) await newThread();
    await client.change("attachment.add", current.id, { upload_id: id });
    refresh({ toEnd: true });
  } catch (problem) {
    tell(problem);
  }
}

async function stop() {
  const run = current?.activity.answering;
  if (!run || run.id === stopping) return;
  stopping = run.id;
  refresh();
  composer.focus();
  try {
    await client.stopRun(current, run.id);
  } catch (problem) {
    stopping = null;
    tell(problem);
    refresh();
  }
}

// A page that opens while the server restarts waits for it, as an open page does.
async function findSession() {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await renew();
    } catch (problem) {
      if (problem.status === 401) throw problem;
    }
    part("app").hidden = false;
    const wait = backoff(attempt);
    showState("lost", wait);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

async function start() {
  const user = await findSession();
  part("who").textContent = user.name;
  showPlan(part("plan"), user);
  part("app").hidden = false;
  // On a touch screen the focus would bring the keyboard up over the conversation.
  if (!matchMedia("(pointer: coarse)").matches) composer.focus();
  const unsent = unsentOf(user.id);
  list.set(await client.start());
  await openNamedThread();
  unsent.forEach(sendAgain);
  addEventListener("hashchange", openNamedThread);
}

// A link to another thread changes only the part of the address behind the #.
async function openNamedThread() {
  const wanted = new URLSearchParams(location.hash.slice(1)).get("thread");
  if (wanted && wanted !== current?.id) await openThread(wanted);
}

part("new-thread").addEventListener("click", () => {
  tell(null);
  newThread().then(() => composer.focus(), tell);
});
offerAttaching(attach);
part("stop").addEventListener("click", stop);
part("log-out").addEventListener("click", async () => {
  // The server closes the socket before it answers: that must not look like a lost session.
  farewell = GOODBYE;
  try {
    await logOut();
    forgetAll();
    leave();
  } catch (problem) {
    farewell = LOGGED_OUT;
    tell(problem);
  }
});
part("welcome").addEventListener("click", ({ target }) => {
  if (target.matches("button")) composer.offer(target.textContent);
});
start().catch((problem) => (problem.status === 401 ? leave(NEEDS_LOG_IN) : tell(problem)));
