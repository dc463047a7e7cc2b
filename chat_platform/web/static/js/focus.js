// Where the focus goes when what had it is gone, so that nobody has to begin at the top again.

/** Put the focus on words, or on the link among them with which one goes on. */
export function focusOn(words) {
  const target = words.querySelector("a") ?? words;
  // Only for this: words are no stop of the Tab key.
  if (target === words) words.tabIndex = -1;
  target.focus();
}
