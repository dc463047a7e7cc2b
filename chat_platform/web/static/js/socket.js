// One WebSocket to the platform that comes back by itself: a fresh ticket and a fresh
// socket each time, heartbeats that find a dead line, and backoff between the tries.
import { backoff } from "./backoff.js";
import { read } from "./envelope.js";

const PROTOCOL = "chat-is-king.v1";
const HEARTBEAT_MS = 20_000;
// How long a ticket, a socket or a pong may take: half a heartbeat, within these bounds.
const SHORTEST_PATIENCE_MS = 1_000;
const LONGEST_PATIENCE_MS = 10_000;
// A browser keeps HTTP connections for the next request, which may be as dead as the socket was:
// each is found out by one request that is given up.
const TICKET_WITHIN_MS = 3_000;
const DAMAGED_FRAMES_AT_MOST = 5;
const POLICY = 1008;
const TOO_BIG = 1009;
// Somebody has to close the chat elsewhere first: coming back at once would only be a burden.
const CROWDED_REST_MS = 15_000;

/**
 * Handlers: `ticket(doubtful, withinMs)` resolves to `{ticket, heartbeat_s}` (doubtful: the
 * server turned us away, so ask for the session anew) and throws a Problem with status 401
 * when the session is over; `opened()` on each new socket; `frame(envelope)`; `damaged()`
 * after a frame that failed its digest; `tooBig()`; `state("connected" | "trying" | "ended")`
 * and `state("lost", ms)` with the time until the next try.
 */
export class Connection {
  #on;
  #socket = null;
  #connected = false;
  #attempt = 0;
  #damaged = 0;
  #doubtful = false;
  #restIn = 0;
  #heartbeat = HEARTBEAT_MS;
  #timers = { open: 0, ping: 0, pong: 0, again: 0 };
  #ended = false;

  constructor(handlers) {
    this.#on = handlers;
    addEventListener("online", () => this.#hurry());
    // A tab in the background is given little time by the browser: it catches up here.
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) return;
      this.#ping();
      this.#hurry();
    });
  }

  async open() {
    this.#timers.again = 0;
    let ticket;
    let heartbeat;
    try {
      const answer = await this.#on.ticket(
        this.#doubtful,
        Math.min(TICKET_WITHIN_MS, this.#patience),
      );
      ({ ticket, heartbeat_s: heartbeat } = answer);
    } catch (problem) {
      if (problem.status === 401) this.end();
      else this.#tryAgain();
      return;
    }
    if (this.#ended) return;
    this.#doubtful = false;
    if (heartbeat) this.#heartbeat = heartbeat * 1000;
    const url = new URL("/ws", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    this.#adopt(new WebSocket(url, [PROTOCOL, `ticket.${ticket}`]));
  }

  /** Send a message object; false when there is no open socket to send it on. */
  send(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Frames are getting through undamaged: forget the earlier damage. */
  progressed() {
    this.#damaged = 0;
  }

  /** Close for good. */
  end() {
    this.#ended = true;
    this.#drop();
    this.#on.state("ended");
  }

  get #patience() {
    return Math.max(SHORTEST_PATIENCE_MS, Math.min(LONGEST_PATIENCE_MS, this.#heartbeat / 2));
  }

  #adopt(socket) {
    this.#socket = socket;
    this.#timers.open = setTimeout(() => this.#lost(), this.#patience);
    socket.onopen = () => {
      clearTimeout(this.#timers.open);
      this.#timers.ping = setInterval(() => this.#ping(), this.#heartbeat);
      this.#on.opened();
      // Whatever else was asked, this brings the answer that proves the line.
      this.#ping();
    };
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = ({ code }) => this.#lost(code);
  }

  #receive(data) {
    const envelope = read(data);
    this.#heard();
    if (!envelope) {
      this.#damaged += 1;
      // A line that damages frame after frame is left, not asked again without end.
      if (this.#damaged >= DAMAGED_FRAMES_AT_MOST) this.#lost();
      else this.#on.damaged();
      return;
    }
    if (envelope.type === "server_draining") {
      this.#restIn = envelope.payload.reconnect_after_ms;
      return;
    }
    if (envelope.type === "error" && envelope.payload.code === "too_many_connections") {
      this.#restIn = CROWDED_REST_MS;
    }
    // An open socket proves little, a server may open it only to refuse: an answer counts.
    if (envelope.type !== "error" && !this.#connected) {
      this.#connected = true;
      if (!this.#damaged) this.#attempt = 0;
      this.#on.state("connected");
    }
    if (envelope.type !== "pong") this.#on.frame(envelope);
  }

  #ping() {
    if (!this.send({ type: "ping", id: `ping-${Date.now()}` })) return;
    // A ping that waits for its answer already is not forgotten for a later one.
    this.#timers.pong ||= setTimeout(() => this.#lost(), this.#patience);
  }

  #heard() {
    clearTimeout(this.#timers.pong);
    this.#timers.pong = 0;
  }

  #lost(code) {
    this.#drop();
    if (this.#ended) return;
    if (code === POLICY) this.#doubtful = true;
    if (code === TOO_BIG) this.#on.tooBig();
    this.#tryAgain();
  }

  #tryAgain() {
    const wait = this.#restIn + backoff(this.#attempt);
    this.#restIn = 0;
    this.#attempt += 1;
    this.#on.state("lost", wait);
    this.#timers.again = setTimeout(() => this.#again(), wait);
  }

  #again() {
    this.#on.state("trying");
    this.open();
  }

  #hurry() {
    if (this.#ended || this.#socket || !this.#timers.again) return;
    clearTimeout(this.#timers.again);
    this.#again();
  }

  // A half-open socket may take minutes to close: it is let go of at once.
  #drop() {
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#timers.pong = 0;
    const socket = this.#socket;
    this.#socket = null;
    this.#connected = false;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}
