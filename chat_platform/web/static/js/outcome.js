// Why there is no answer, and what to do about it.

// The summary of a run says what happened, and what to wait for.
const KEPT = "Your question is kept: “Ask again” beneath it asks it once more.";

/**
 * What the user must be told of this envelope, as a problem, or null. An answer speaks for itself.
 * Nobody need be told whose run `stopped` is the id of, nor while an agent that was only asked for
 * help has failed: the one that asked goes on.
 */
export function outcomeOf(envelope, activity, stopped) {
  if (envelope?.type !== "agent_completed") return null;
  const { run_id: id, payload } = envelope;
  if (payload.status === "succeeded" || id === stopped || activity.isHelper(id)) return null;
  return { message: payload.summary, what_next: KEPT };
}
