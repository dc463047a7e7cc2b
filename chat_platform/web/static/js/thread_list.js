// The navigation: one button a thread, newest first.

const UNTITLED = "Untitled thread";

export class ThreadList {
  #list;
  #choose;
  #buttons = new Map();

  /** `list`: the ul element; `choose(threadId)` when the user picks a thread. */
  constructor(list, choose) {
    this.#list = list;
    this.#choose = choose;
  }

  /** Show these threads, in this order. */
  set(threads) {
    for (const thread of threads.toReversed()) this.put(thread);
  }

  /** Show a thread at the top. */
  put({ thread_id: id, title }) {
    const button = this.#buttons.get(id) ?? this.#add(id);
    this.#list.prepend(button.parentElement);
    this.rename(id, title);
  }

  rename(id, title) {
    const button = this.#buttons.get(id);
    if (button) button.textContent = title || UNTITLED;
  }

  /** Say below the title of a thread where it has what was looked for. */
  explain(id, excerpt) {
    if (!excerpt) return;
    const line = document.createElement("span");
    line.className = "excerpt";
    line.textContent = excerpt;
    this.#buttons.get(id)?.append(line);
  }

  /** Show a thread no more. */
  remove(id) {
    this.#buttons.get(id)?.parentElement.remove();
    this.#buttons.delete(id);
  }

  has(id) {
    return this.#buttons.has(id);
  }

  titleOf(id) {
    return this.#buttons.get(id)?.textContent ?? null;
  }

  /** Mark one thread as the current one; null for none. */
  mark(id) {
    for (const [threadId, button] of this.#buttons) {
      button.ariaCurrent = threadId === id ? "true" : null;
    }
    this.#buttons.get(id)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #add(id) {
    const button = document.createElement("button");
    button.type = "button";
    button.dir = "auto";
    button.addEventListener("click", () => this.#choose(id));
    const item = document.createElement("li");
    item.dataset.thread = id;
    item.append(button);
    this.#buttons.set(id, button);
    return button;
  }
}
