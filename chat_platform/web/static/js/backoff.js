// How long to wait before trying again: exponential backoff with full jitter, so that
// many clients of a restarted server do not come back in the same instant.

const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * Milliseconds to wait before try `attempt` (0, 1, 2, ...): evenly spread between 0 and
 * a ceiling that starts at 500 ms, doubles with each try and stays at 15 s.
 */
export function backoff(attempt, random = Math.random) {
  return random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
}
