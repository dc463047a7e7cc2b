// What can be done with the conversation that is shown: rename, put away, delete.
import { ask } from "./ask.js";

const DEEDS = {
  async rename({ title }) {
    const text = await ask({ title: "Name of the conversation", yes: "Rename", text: title });
    return text === null ? null : ["thread.rename", { title: text }];
  },
  archive: () => ["thread.archive"],
  restore: () => ["thread.restore"],
  async delete({ title }) {
    const sure = await ask({
      title: "Delete this conversation?",
      hint: `“${title}” goes for good, with all its messages.`,
      yes: "Delete",
    });
    return sure === null ? null : ["thread.delete"];
  },
};

const COUNTERPART = { archive: "restore", restore: "archive" };

/** `change(type, threadId, payload)` asks the platform; `tell(problem)`. */
export class ThreadActions {
  #group;
  #thread = null;

  constructor(group, { change, tell }) {
    this.#group = group;
    group.addEventListener("click", async ({ target }) => {
      const deed = DEEDS[target.dataset.deed];
      const thread = this.#thread;
      if (!deed || !thread) return;
      tell(null);
      try {
        const [type, payload] = (await deed(thread)) ?? [];
        if (type) await change(type, thread.id, payload);
      } catch (problem) {
        tell(problem);
      }
    });
  }

  /** Show what can be done with this thread, `{id, title, archived}`; null: none is shown. */
  show(thread) {
    this.#thread = thread;
    this.#group.hidden = !thread;
    const { activeElement: focused } = document;
    for (const button of this.#group.querySelectorAll("button")) {
      if (button.dataset.deed === "archive") button.hidden = Boolean(thread?.archived);
      if (button.dataset.deed === "restore") button.hidden = !thread?.archived;
    }
    // The button that was pressed has gone: its counterpart stands in its place.
    if (focused.hidden) this.#group.querySelector(`[data-deed="${COUNTERPART[focused.dataset.deed]}"]`)?.focus();
  }
}
