// Keeps the newest line in sight, but only for a reader who is at the end already.

const NEAR_END_PX = 48;

export class Scroller {
  #conversation;
  #steps;
  #following = true;
  #top = 0;
  #frame = 0;

  /** Two scrolling elements: the conversation, and the agents' steps. */
  constructor(conversation, steps) {
    this.#conversation = conversation;
    this.#steps = steps;
    conversation.addEventListener("scroll", () => {
      const { scrollHeight, clientHeight, scrollTop } = conversation;
      const nearEnd = scrollHeight - clientHeight - scrollTop < NEAR_END_PX;
      // Only a move upwards is the reader's: lines added below move nothing.
      this.#following = nearEnd || (this.#following && scrollTop >= this.#top);
      this.#top = scrollTop;
    });
    // A taller message box leaves less room for the conversation.
    new ResizeObserver(() => this.grown()).observe(conversation);
  }

  /** Something was added; `toEnd`: go to the end wherever the reader is. */
  grown(toEnd = false) {
    this.#following ||= toEnd;
    // Many events in one frame of the screen cost one layout.
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#steps.scrollTop = this.#steps.scrollHeight;
      if (this.#following) this.#conversation.scrollTop = this.#conversation.scrollHeight;
    });
  }
}
