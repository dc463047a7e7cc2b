// The second list beside the threads in use: what was found, or the archive.
import { ThreadList } from "./thread_list.js";

const part = (id) => document.getElementById(id);

/** `ask(type, payload)` asks the platform; `choose(threadId)`; `tell(problem)`. */
export class Shelf {
  #ask;
  #tell;
  #threads = new Map();
  #choose;
  #asked = 0;

  constructor({ ask, choose, tell }) {
    this.#ask = ask;
    this.#tell = tell;
    this.#choose = choose;
    const { text } = part("find").elements;
    part("find").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#find(text.value);
    });
    text.addEventListener("input", () => this.#find(text.value));
    part("archive-shown").addEventListener("click", () => this.#toggle());
  }

  /** What is known of a thread that is not in the list of those in use. */
  get(id) {
    return this.#threads.get(id) ?? null;
  }

  /** A thread that is unknown so far may be in the archive. */
  async lookFor(id) {
    if (this.#threads.has(id)) return;
    await this.#archive();
  }

  /** A thread was changed, here or elsewhere. */
  learn(thread) {
    this.#threads.set(thread.thread_id, thread);
    if (this.#archiveShown) this.#showArchive();
  }

  /** A thread is gone. */
  forget(id) {
    this.#threads.delete(id);
    for (const item of part("shelf").querySelectorAll("li"))
      if (item.dataset.thread === id) item.remove();
  }

  get #archiveShown() {
    return part("archive-shown").ariaPressed === "true";
  }

  async #toggle() {
    const shown = !this.#archiveShown;
    part("archive-shown").ariaPressed = String(shown);
    part("find-text").value = "";
    if (!shown) return this.#show(null);
    await this.#archive();
    this.#showArchive();
  }

  async #archive() {
    try {
      const { threads } = await this.#ask("thread.list", { archived: true });
      for (const thread of threads) this.#threads.set(thread.thread_id, thread);
    } catch (problem) {
      this.#tell(problem);
    }
  }

  #showArchive() {
    const archived = [...this.#threads.values()].filter((thread) => thread.archived);
    this.#show(archived.map((thread) => ({ thread })), "The archive is empty.");
  }

  async #find(text) {
    part("archive-shown").ariaPressed = "false";
    this.#asked += 1;
    const asked = this.#asked;
    if (!text.trim()) return this.#show(null);
    try {
      const { found } = await this.#ask("thread.search", { text });
      // Letters typed since then are another question.
      if (asked !== this.#asked) return;
      for (const { thread } of found) this.#threads.set(thread.thread_id, thread);
      this.#show(found, "Nothing was found.");
    } catch (problem) {
      this.#tell(problem);
    }
  }

  // null: the threads in use.
  #show(entries, whenEmpty) {
    part("threads").hidden = entries !== null;
    part("shelf").hidden = entries === null;
    part("shelf-hint").textContent = entries?.length === 0 ? whenEmpty : "";
    part("shelf").ariaLabel = this.#archiveShown ? "Archive" : "Found";
    part("shelf").replaceChildren();
    const list = new ThreadList(part("shelf"), this.#choose);
    list.set((entries ?? []).map(({ thread }) => thread));
    for (const { thread, excerpt } of entries ?? []) list.explain(thread.thread_id, excerpt);
  }
}
