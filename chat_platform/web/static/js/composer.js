// Where the user writes: Enter sends, Shift+Enter begins a new line.
import { keepDraft } from "./draft.js";

/** What is told to those who send nothing. */
export const NOTHING_WRITTEN = {
  message: "There is nothing in that message.",
  what_next: "Write a question and send it again.",
};

/** `send(text)` is called with what the user wrote, as it was written. */
export class Composer {
  #field;

  constructor(form, send) {
    this.#field = form.elements.message;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.#field.value;
      this.#field.value = "";
      this.#field.focus();
      send(text);
    });
    this.#field.addEventListener("keydown", (event) => {
      // While an input method composes a word, Enter chooses the word.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    this.#field.addEventListener("input", () => this.keep());
  }

  focus() {
    this.#field.focus();
  }

  /** Put a text into the field, unless the user is writing another one already. */
  offer(text) {
    if (!this.#field.value) this.giveBack(text);
    this.#field.focus();
  }

  /** Give a text back that was not taken; what the user writes meanwhile comes after it. */
  giveBack(text) {
    if (!this.#field.value) this.#field.value = text;
    else if (text) this.#field.setRangeText(`${text}\n\n`, 0, 0, "preserve");
    this.keep();
  }

  /** Remember what stands in the field: whatever becomes of the page, it is not lost. */
  keep() {
    keepDraft(this.#field.value);
  }
}
