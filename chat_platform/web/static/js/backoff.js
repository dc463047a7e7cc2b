// How long to wait before trying again: exponential backoff with full jitter, so that
// many clients of a restarted server do not come back in the same instant. The ceiling is low:
// who comes out of a tunnel, however long, must be back within three seconds.

const FIRST_MS = 500;
const LONGEST_MS = 2_500;

/**
 * Milliseconds to wait before try `attempt` (0, 1, 2, ...): evenly spread between 0 and
 * a ceiling that starts at 500 ms, doubles with each try and stays at 2.5 s.
 */
export function backoff(attempt, random = Math.random) {
  return random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
}
