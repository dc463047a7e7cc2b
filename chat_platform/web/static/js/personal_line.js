// A line to the platform for what concerns the user alone: preferences, and what was used.
import { newTicket } from "./admission.js";
import { Outbox } from "./outbox.js";
import { Connection } from "./socket.js";

/** The messages that tell what was used: the answer, and the news that come unasked. */
export const USED = new Set(["usage", "usage_updated"]);

/**
 * Ask for preferences and use on a connection that has just opened: news of them may have been
 * missed before. They are taken as news are, whatever they answer.
 */
export function askForPersonal(connection) {
  const id = Date.now();
  connection.send({ type: "preferences.set", id: `preferences-${id}`, payload: {} });
  connection.send({ type: "usage.get", id: `usage-${id}`, payload: {} });
}

/** Handlers: `preferences(preferences)`, `used(usage)`, `ended()` with the log-in. */
export class PersonalLine {
  #connection;
  #outbox;

  constructor(on) {
    this.#outbox = new Outbox((message) => this.#connection.send(message));
    this.#connection = new Connection({
      ticket: newTicket,
      opened: () => {
        this.#outbox.resend();
        askForPersonal(this.#connection);
      },
      damaged: () => askForPersonal(this.#connection),
      tooBig: () => {},
      state: (state) => state === "ended" && on.ended(),
      frame: (envelope) => {
        const { type, payload } = envelope;
        if (type === "preferences") on.preferences(payload);
        else if (USED.has(type)) on.used(payload);
        this.#outbox.settle(envelope);
      },
    });
    this.#connection.open();
  }

  /** Change preferences, for all devices. */
  prefer(wishes) {
    return this.#outbox.request("preferences.set", { payload: wishes });
  }
}
