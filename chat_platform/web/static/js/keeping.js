// The lists beside the conversation, and what is done with the conversation as a whole.
import { Shelf } from "./shelf.js";
import { ThreadActions } from "./thread_actions.js";
import { ThreadList } from "./thread_list.js";

const part = (id) => document.getElementById(id);

/** `client` is the ChatClient; `choose(threadId)` opens a thread; `tell(problem)`. */
export class Keeping {
  #list;
  #shelf;
  #actions;

  constructor({ client, choose, tell }) {
    this.#list = new ThreadList(part("threads"), choose);
    this.#shelf = new Shelf({ ask: (type, payload) => client.ask(type, payload), choose, tell });
    this.#actions = new ThreadActions(part("thread-actions"), {
      change: (type, id, payload) => client.change(type, id, payload),
      tell,
    });
  }

  set(threads) {
    this.#list.set(threads);
  }

  put(thread) {
    this.#list.put(thread);
  }

  rename(id, title) {
    this.#list.rename(id, title);
  }

  mark(id) {
    this.#list.mark(id);
  }

  /** A thread was changed, here or elsewhere. */
  learn(thread) {
    this.#shelf.learn(thread);
    if (thread.archived) this.#list.remove(thread.thread_id);
    else if (this.#list.has(thread.thread_id)) this.#list.rename(thread.thread_id, thread.title);
    else this.#list.put(thread);
  }

  /** A thread is gone. */
  forget(id) {
    this.#list.remove(id);
    this.#shelf.forget(id);
  }

  /** Whatever is not in the list may be in the archive. */
  async lookFor(id) {
    if (!this.#list.has(id)) await this.#shelf.lookFor(id);
  }

  /** Show the title of a thread, and what can be done with it; null: none is shown. */
  showTitle(id) {
    const { title: kept, archived = false } = this.#shelf.get(id) ?? {};
    const title = this.#list.titleOf(id) ?? (kept || "New conversation");
    part("title").textContent = title;
    this.#actions.show(id ? { id, title, archived } : null);
    document.title = `${title} · Chat is King`;
  }
}
