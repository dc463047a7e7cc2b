// The conversation that is shown, with its steps: that of a thread, or a draft. What is asked
// before there is a thread stands in the draft at once; the thread then takes it over.
import { Conversation } from "./conversation.js";

const part = (id) => document.getElementById(id);

export class Shown {
  #draft = null;

  show({ conversation, activity }) {
    this.#put(conversation);
    part("steps").replaceChildren(activity.element);
  }

  clear() {
    this.#draft = null;
    part("log").replaceChildren();
    part("steps").replaceChildren();
    part("activity").dataset.working = "";
    part("stop").hidden = true;
    part("welcome").hidden = false;
  }

  /** Show a text while it travels, in the thread or, for null, in a draft; how to settle it. */
  send(thread, text) {
    if (!thread) this.#put((this.#draft ??= new Conversation()));
    part("welcome").hidden = true;
    return (thread?.conversation ?? this.#draft).showUnsent(text);
  }

  /** Let a new thread take over the draft, if there is one. */
  handOver(thread) {
    thread.conversation = this.#draft ?? thread.conversation;
    this.#draft = null;
  }

  /** Whether a draft was begun in vain: all that stood in it was refused. */
  get inVain() {
    return this.#draft?.empty ?? false;
  }

  // Put in anew, one that stands there already would be read out a second time.
  #put({ element }) {
    if (!element.isConnected) part("log").replaceChildren(element);
  }
}
