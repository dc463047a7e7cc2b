// The messages of one thread, as articles, in the order of its log. What is on its way or being
// written is not in the log yet: it stands behind what is, the user's own words first.
import { titleOf } from "./agents.js";
import { figureOf } from "./attachment_view.js";
import { deedsOf } from "./message_deeds.js";

export class Conversation {
  // Each conversation is a log of its own: what is new in it is read out, and not the whole
  // of it when the page changes to another one.
  element = Object.assign(document.createElement("div"), {
    role: "log",
    ariaLabel: "Conversation",
  });
  #articles = new Map();
  // What can be done with each message stands behind it, outside of what it says.
  #deeds = new Map();
  #unsent = new Map();
  #unlogged = new Set();

  /** Show a stored message; replaces what was streamed or is being sent of it. */
  show(message) {
    const { message_id: id, author, agent, text, html, created_at: at } = message;
    const article =
      this.#articles.get(id) ??
      this.#takeUnsent(message) ??
      this.#add(author, this.#firstUnlogged());
    this.#articles.set(id, article);
    this.#log(article);
    article.ariaLabel = author === "user" ? "You" : titleOf(agent);
    article.dataset.time = new Date(at).toLocaleTimeString([], { timeStyle: "short" });
    article.className = author;
    delete article.dataset.state;
    article.ariaBusy = null;
    // Rendered and sanitised by the platform; the page's policy runs no inline script.
    if (author !== "user") article.innerHTML = html;
    // What stands there already would be read out a second time.
    else if (article.textContent !== text) article.textContent = text;
    this.#offer(article, message);
  }

  /** Show a file that was put into the thread. */
  attach(attachment) {
    const { attachment_id: id } = attachment;
    if (this.#articles.has(id)) return;
    const figure = figureOf(attachment);
    this.#articles.set(id, figure);
    this.element.insertBefore(figure, this.#firstUnlogged());
  }

  /** The user thinks this of an answer now: "up", "down" or null. */
  rate(id, rating) {
    this.#deeds.get(id)?.rate(rating);
  }

  /** Show messages no more. */
  remove(ids) {
    const { activeElement: focused } = document;
    for (const id of ids) {
      this.#discard(this.#articles.get(id));
      this.#deeds.get(id)?.element.remove();
      this.#articles.delete(id);
      this.#deeds.delete(id);
    }
    // The button that was pressed has gone with its message.
    if (!focused.isConnected) document.getElementById("message").focus();
  }

  /** A piece of an answer that is being written. */
  append(id, piece, agent) {
    if (!this.#articles.has(id)) this.#articles.set(id, this.#stream(agent));
    const article = this.#articles.get(id);
    // A complete message has no more pieces to come.
    if (article.ariaBusy) article.append(piece);
  }

  /** Show the user's own message while it travels; returns how to settle it. */
  showUnsent(text) {
    const article = this.#add("user", this.#firstUnlogged(({ ariaBusy }) => ariaBusy));
    this.#unlogged.add(article);
    article.ariaLabel = "You";
    article.dataset.state = "sending";
    article.textContent = text;
    this.#unsent.set(article, text);
    return {
      accepted: (id) => this.#accepted(article, id),
      refused: () => {
        this.#unsent.delete(article);
        this.#discard(article);
      },
    };
  }

  get empty() {
    return !this.element.hasChildNodes();
  }

  #offer(article, message) {
    const before = this.#deeds.get(message.message_id)?.element;
    const focused = before?.contains(document.activeElement) && document.activeElement.dataset.deed;
    before?.remove();
    const deeds = deedsOf(message);
    article.after(deeds.element);
    if (focused) deeds.element.querySelector(`[data-deed="${focused}"]`)?.focus();
    this.#deeds.set(message.message_id, deeds);
  }

  #stream(agent) {
    const article = this.#add("agent", null);
    this.#unlogged.add(article);
    article.ariaLabel = agent ?? titleOf(null);
    article.ariaBusy = "true";
    article.dataset.state = "writing";
    return article;
  }

  // The stored message may come before or after its acceptance: one article either way.
  #accepted(article, id) {
    if (!this.#unsent.delete(article)) return;
    if (this.#articles.has(id)) this.#discard(article);
    else this.#articles.set(id, article);
    delete article.dataset.state;
  }

  #takeUnsent({ author, text }) {
    if (author !== "user") return null;
    const [article] = [...this.#unsent].find(([, unsent]) => unsent === text) ?? [null];
    this.#unsent.delete(article);
    return article;
  }

  #add(kind, before) {
    const article = document.createElement("article");
    article.className = kind;
    article.dir = "auto";
    this.element.insertBefore(article, before);
    return article;
  }

  // The log has it now: before all that it has not. Moved only if it must be, because what is
  // moved may be read out again.
  #log(article) {
    if (!this.#unlogged.delete(article)) return;
    const first = this.#firstUnlogged();
    const { DOCUMENT_POSITION_FOLLOWING: later } = Node;
    if (first && first.compareDocumentPosition(article) & later) first.before(article);
  }

  #firstUnlogged(wanted = () => true) {
    if (!this.#unlogged.size) return null;
    const all = this.element.children;
    return [...all].find((each) => this.#unlogged.has(each) && wanted(each)) ?? null;
  }

  #discard(article) {
    article?.remove();
    this.#unlogged.delete(article);
  }
}
