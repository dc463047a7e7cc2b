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
    item.append(button);
    this.#buttons.set(id, button);
    return button;
  }
}
