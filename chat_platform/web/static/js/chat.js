// The chat page: ties the session, the protocol and the parts of the page together.
import { offerAttaching } from "./attaching.js";
import { ChatClient } from "./client.js";
import { findSession, say, showState } from "./coming_in.js";
import { Composer, NOTHING_WRITTEN } from "./composer.js";
import { draftOf } from "./draft.js";
import { NEEDS_LOG_IN } from "./farewell.js";
import { Keeping } from "./keeping.js";
import { leave, offerLogOut } from "./leaving.js";
import { offerMessageActions } from "./message_actions.js";
import { outcomeOf } from "./outcome.js";
import { newsFor } from "./personal_news.js";
import { showProblem } from "./problem.js";
import { Scroller } from "./scroller.js";
import { Shown } from "./shown.js";
import { showPlan } from "./standing.js";
import { forget, unsentOf } from "./unsent.js";

const part = (id) => document.getElementById(id);
const tell = (problem) => showProblem(part("problem"), problem);

let current = null;
let chosen = null;
let creating = null;
let stopping = null;

const client = new ChatClient({
  renamed(id, title) {
    keeping.rename(id, title);
    showTitle();
  },
  known(thread) {
    keeping.learn(thread);
    showTitle();
  },
  removed(id) {
    keeping.forget(id);
    if (id === current?.id) showNone();
  },
  changed(thread, envelope) {
    if (thread !== current) return;
    refresh();
    const outcome = outcomeOf(envelope, thread.activity, stopping);
    if (outcome) tell(outcome);
  },
  problem: tell,
  standing: (standing) => showPlan(part("plan"), standing),
  ...newsFor(part("left")),
  state(state, wait) {
    if (state === "ended") leave();
    else showState(state, wait);
  },
});
const keeping = new Keeping({ client, choose: (id) => openThread(id), tell });
offerMessageActions(part("log"), { client, current: () => current, tell });
const composer = new Composer(part("composer"), send);
const shown = new Shown();
const scroller = new Scroller(part("log"), part("steps"));

const showTitle = () => keeping.showTitle(current?.id ?? null);

function showThread(thread) {
  current = thread;
  chosen = thread.id;
  history.replaceState(null, "", `#thread=${encodeURIComponent(thread.id)}`);
  keeping.mark(thread.id);
  showTitle();
  shown.show(thread);
  refresh({ toEnd: true });
}

// The conversation that was shown is gone.
function showNone() {
  current = chosen = null;
  history.replaceState(null, "", location.pathname);
  keeping.mark(null);
  showTitle();
  shown.clear();
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
    await keeping.lookFor(id);
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
      shown.handOver(thread);
      keeping.put(description);
      showThread(thread);
      return thread;
    })
    .finally(() => (creating = null));
  return creating;
}

async function send(text) {
  tell(null);
  if (!text.trim()) return tell(NOTHING_WRITTEN);
  const unsent = shown.send(current, text);
  scroller.grown(true);
  try {
    const sent = client.send(current ?? (await newThread()), text, { unsent });
    composer.keep();
    await sent;
  } catch (problem) {
    unsent.refused();
    if (!current && shown.inVain) showNone();
    tell(problem);
    composer.giveBack(text);
  }
}

// What was on its way when the tab was reloaded: all in their order, each under its first id.
async function sendAgain({ id, threadId, text }) {
  try {
    await client.send(await client.open(threadId), text, { id });
  } catch (problem) {
    tell(problem);
    forget(id); // it is the user's again: to be sent anew, or not
    composer.giveBack(text);
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

async function start() {
  const user = await findSession();
  part("who").textContent = user.name;
  showPlan(part("plan"), user);
  part("app").hidden = false;
  // On a touch screen the focus would bring the keyboard up over the conversation.
  if (!matchMedia("(pointer: coarse)").matches) composer.focus();
  const unsent = unsentOf(user.id);
  composer.giveBack(draftOf(user.id));
  keeping.set(await client.start());
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
offerAttaching({
  thread: async () => current ?? (await newThread(), current),
  client,
  attached: () => refresh({ toEnd: true }),
  tell,
});
part("stop").addEventListener("click", stop);
offerLogOut(part("log-out"), tell);
part("welcome").addEventListener("click", ({ target }) => {
  if (target.matches("button")) composer.offer(target.textContent);
});
start().catch((problem) => (problem.status === 401 ? leave(NEEDS_LOG_IN) : tell(problem)));
