// What was sent and not answered yet. Each request keeps its id for good, so that it can
// be sent again after a lost connection and still counts once.
import { Problem } from "./problem.js";

const TOO_BIG = {
  code: "message_too_large",
  message: "That message is too long.",
  what_next: "Shorten it, or send it in several parts.",
};

// crypto.randomUUID is missing on plain http; random bytes are not.
export const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

export class Outbox {
  #send;
  #open = new Map();

  /** `send(message)` may fail quietly: what stays unanswered goes out with `resend()`. */
  constructor(send) {
    this.#send = send;
  }

  /**
   * Send a request; resolves to the answering envelope, or throws the server's Problem.
   * With an `id` in the fields it is one that was sent before.
   */
  request(type, fields = {}) {
    const message = { type, id: newId(), ...fields };
    return new Promise((resolve, reject) => {
      this.#open.set(message.id, { message, resolve, reject });
      this.#send(message);
    });
  }

  /** Hand an envelope to the request it answers; false when it answers none of ours. */
  settle(envelope) {
    const entry = this.#open.get(envelope.reply_to);
    if (!entry) return false;
    // A server about to restart did not take the message: it goes out again later.
    if (envelope.payload.code === "server_draining") return true;
    this.#open.delete(envelope.reply_to);
    if (envelope.type === "error") entry.reject(new Problem(envelope.payload));
    else entry.resolve(envelope);
    return true;
  }

  /** Send everything unanswered again, oldest first, each under its first id. */
  resend() {
    for (const { message } of this.#open.values()) this.#send(message);
  }

  /** The server closed the socket over a frame's size: give the largest one back. */
  refuseLargest() {
    const size = ({ message }) => JSON.stringify(message).length;
    const [largest] = [...this.#open.values()].sort((a, b) => size(b) - size(a));
    if (!largest) return;
    this.#open.delete(largest.message.id);
    largest.reject(new Problem(TOO_BIG));
  }
}
