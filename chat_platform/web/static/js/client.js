// The chat protocol over one connection: threads are followed, every event is taken
// once and in order, and what is missing or damaged is asked for again.
import { newTicket } from "./admission.js";
import { learnAgents } from "./agents.js";
import { Outbox, newId } from "./outbox.js";
import { USED, askForPersonal } from "./personal_line.js";
import { Connection } from "./socket.js";
import { Thread } from "./thread.js";
import { forget, remember } from "./unsent.js";

/**
 * Handlers: `renamed(threadId, title)`, `known(description)` of a thread that was changed, here
 * or elsewhere, `removed(threadId)`, `changed(thread, envelope?)` after something of a thread
 * was shown, `problem(problem)`, `standing({plan, role})`, `preferences(preferences)`,
 * `used(usage)`, `state(...)` as of the `Connection`.
 */
export class ChatClient {
  #on;
  #threads = new Map();
  #connection;
  #outbox;
  #resumes = 0;

  constructor(handlers) {
    this.#on = handlers;
    this.#connection = new Connection({
      ticket: newTicket,
      opened: () => {
        this.#catchUp();
        askForPersonal(this.#connection);
      },
      damaged: () => this.#catchUp(),
      frame: (envelope) => this.#take(envelope),
      tooBig: () => this.#outbox.refuseLargest(),
      state: handlers.state,
    });
    this.#outbox = new Outbox((message) => this.#connection.send(message));
  }

  /** Connect, and learn the agents and the user's threads; resolves to the threads. */
  async start() {
    this.#connection.open();
    const [agents, threads] = await Promise.all([
      this.#outbox.request("agent.list"),
      this.#outbox.request("thread.list"),
    ]);
    learnAgents(agents.payload.agents);
    return threads.payload.threads;
  }

  /** The thread with its history, followed from now on; throws when it is not ours. */
  async open(threadId) {
    if (this.#threads.has(threadId)) return this.#threads.get(threadId);
    const history = await this.#outbox.request("history.get", { thread_id: threadId });
    if (this.#threads.has(threadId)) return this.#threads.get(threadId);
    const thread = this.#follow(threadId);
    thread.load(history.payload);
    this.#resume(thread);
    return thread;
  }

  /** A new thread: `{thread, description}`. */
  async create() {
    const { payload } = await this.#outbox.request("thread.create");
    const { thread_id: id, last_seq: lastSeq } = payload.thread;
    return { thread: this.#follow(id, lastSeq), description: payload.thread };
  }

  /**
   * Send a text; it shows at once, and settles when the server has stored or refused it.
   * `id`: that of a text which was sent before and may have been stored; `unsent`: what
   * `showUnsent` returned, of a text that is shown already.
   */
  async send(thread, text, { id = newId(), unsent = thread.conversation.showUnsent(text) } = {}) {
    remember({ id, threadId: thread.id, text });
    try {
      const fields = { id, thread_id: thread.id, payload: { text } };
      const { payload } = await this.#outbox.request("message.send", fields);
      unsent.accepted(payload.message_id);
    } catch (problem) {
      unsent.refused();
      throw problem;
    } finally {
      forget(id);
      this.#on.changed(thread);
    }
  }

  /** Ask for the end of a run; what it has done so far stays. */
  stopRun(thread, runId) {
    const fields = { thread_id: thread.id, payload: { run_id: runId } };
    return this.#outbox.request("run.cancel", fields);
  }

  /** Ask for a change of a thread; the handlers hear of it, too. Resolves to the reply. */
  async change(type, threadId, payload = {}) {
    const { payload: told } = await this.#outbox.request(type, { thread_id: threadId, payload });
    return told;
  }

  /** Ask for something that belongs to no thread; resolves to the reply. */
  async ask(type, payload = {}) {
    return (await this.#outbox.request(type, { payload })).payload;
  }

  #follow(threadId, lastSeq) {
    const thread = new Thread(threadId, lastSeq);
    this.#threads.set(threadId, thread);
    return thread;
  }

  // After a new socket or a damaged frame: events first, then what nobody answered.
  #catchUp() {
    for (const thread of this.#threads.values()) this.#resume(thread);
    this.#outbox.resend();
  }

  #resume(thread) {
    this.#resumes += 1;
    thread.resumeId = `resume-${this.#resumes}-${Date.now()}`;
    this.#connection.send({
      type: "resume",
      id: thread.resumeId,
      thread_id: thread.id,
      payload: { last_seq: thread.lastSeq },
    });
  }

  #take(envelope) {
    if (envelope.seq) this.#takeEvent(envelope);
    else {
      this.#learn(envelope);
      if (this.#outbox.settle(envelope)) return;
      if (envelope.type === "resumed") this.#resumed(envelope);
      else if (envelope.type === "error") this.#warn(envelope);
    }
  }

  // These come as replies, and also unasked when another tab or device changed something.
  #learn({ type, payload }) {
    if (type === "thread_changed") this.#on.known(payload.thread);
    else if (type === "thread_removed") this.#remove(payload.thread_id);
    else if (type === "plan_changed") this.#on.standing(payload);
    else if (type === "preferences") this.#on.preferences(payload);
    else if (USED.has(type)) this.#on.used(payload);
  }

  #remove(threadId) {
    this.#threads.delete(threadId);
    this.#on.removed(threadId);
  }

  #takeEvent(envelope) {
    if (envelope.type === "thread_renamed") {
      this.#on.renamed(envelope.thread_id, envelope.payload.title);
    }
    const thread = this.#threads.get(envelope.thread_id);
    const outcome = thread?.take(envelope);
    if (outcome === "gap" && !thread.resumeId) this.#resume(thread);
    if (outcome !== "applied") return;
    // What was asked for is coming: a gap from here on is a new one, to be asked for anew.
    thread.resumeId = null;
    this.#connection.progressed();
    this.#on.changed(thread, envelope);
  }

  // A refused ticket is the connection's business: it renews the session, or ends.
  #warn({ reply_to: id, payload: problem }) {
    const gone = [...this.#threads.values()].find(({ resumeId }) => resumeId === id);
    // Deleted on another device while this page was not connected.
    if (gone && problem.code === "thread_not_found") return this.#remove(gone.id);
    if (problem.code !== "unauthenticated") this.#on.problem(problem);
  }

  #resumed({ reply_to: id, payload }) {
    const thread = this.#threads.get(payload.thread_id);
    if (thread?.resumeId === id) thread.resumeId = null;
  }
}
