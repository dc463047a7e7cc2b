// One thread as this page follows it: its messages, its activity, and the last `seq`.
import { Activity } from "./activity.js";
import { Conversation } from "./conversation.js";

const isBefore = (one, other) => Date.parse(one.created_at) < Date.parse(other.created_at);

export class Thread {
  conversation = new Conversation();
  activity = new Activity();
  /** The id of the resume that is under way; events beyond a gap wait for it. */
  resumeId = null;
  #lastSeq;

  /** `lastSeq`: what the page has of the thread; null until its history has come. */
  constructor(id, lastSeq = null) {
    this.id = id;
    this.#lastSeq = lastSeq;
  }

  get lastSeq() {
    return this.#lastSeq;
  }

  /**
   * Begin with the stored messages. What the newest run did is not among them: its events
   * are asked for again, and bring no message twice.
   */
  load({ messages, attachments = [], last_seq: lastSeq, newest_run_seq: newestRun }) {
    const files = [...attachments];
    for (const message of messages) {
      while (files.length && isBefore(files[0], message)) this.conversation.attach(files.shift());
      this.conversation.show(message);
    }
    for (const file of files) this.conversation.attach(file);
    this.#lastSeq = newestRun ? newestRun - 1 : lastSeq;
  }

  /**
   * Take the next event. "applied"; "repeat" (seen before, or the history is still to
   * come); or "gap": something before it is missing and must be asked for.
   */
  take(envelope) {
    if (this.#lastSeq === null || envelope.seq <= this.#lastSeq) return "repeat";
    if (envelope.seq !== this.#lastSeq + 1) return "gap";
    this.#lastSeq = envelope.seq;
    this.#show(envelope);
    return "applied";
  }

  #show(envelope) {
    const { type, payload } = envelope;
    if (type === "message_created" || type === "message_edited")
      this.conversation.show(payload.message);
    else if (type === "messages_deleted") this.conversation.remove(payload.message_ids);
    else if (type === "attachment_added") this.conversation.attach(payload.attachment);
    else if (type === "message_rated")
      this.conversation.rate(payload.message_id, payload.rating);
    else if (type === "message_delta") {
      const { agent } = this.activity.answering ?? {};
      this.conversation.append(payload.message_id, payload.delta, agent);
    } else this.activity.add(envelope);
  }
}
