// HTTP with the platform. The access token lives in this module's memory only; the
// refresh token is a cookie that scripts cannot read.
import { problemOf, unreachable } from "./problem.js";

// Renew when this share of a token's life is over, so that no request meets its end.
const RENEW_AT = 0.8;
// A line can be dead without a word: no answer within this time means unreachable.
const ANSWER_WITHIN_MS = 10_000;

let token = null;
let renewAt = 0;
let renewing = null;
let timer = 0;

async function call(method, path, { body, bearer, within = ANSWER_WITHIN_MS } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (bearer) headers.Authorization = `Bearer ${bearer}`;
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      credentials: "same-origin",
      signal: AbortSignal.timeout(within),
    });
  } catch {
    throw unreachable();
  }
  if (!response.ok) throw await problemOf(response);
  return response.status === 204 ? null : response.json();
}

/** POST without a session: sign up, verify, log in. */
export const post = (path, body) => call("POST", path, { body });

/** GET what everybody may know. */
export const get = (path) => call("GET", path);

/** POST in the name of the user. */
export const postAsUser = (path, body, within) => asUser("POST", path, body, within);

/** A request in the name of the user; renews the token first when its end is near. */
export async function asUser(method, path, body, within) {
  if (!token || Date.now() >= renewAt) await renew();
  try {
    return await call(method, path, { body, bearer: token, within });
  } catch (problem) {
    // A code that is missing is no reason for a new token.
    if (problem.status !== 401 || problem.field === "code") throw problem;
    await renew();
    return call(method, path, { body, bearer: token, within });
  }
}

/**
 * A new access token from the session cookie; resolves to the user.
 * Throws a Problem with status 401 when there is no session.
 */
export function renew() {
  renewing ??= oneTabAtATime(() => post("/api/auth/refresh"))
    .then(keep)
    .finally(() => (renewing = null));
  return renewing;
}

/** A request in the name of the user whose body or answer is a file; resolves to the Response. */
export async function transfer(method, path, body) {
  if (!token || Date.now() >= renewAt) await renew();
  const headers = { Authorization: `Bearer ${token}` };
  let response;
  try {
    response = await fetch(path, { method, headers, body, cache: "no-store" });
  } catch {
    throw unreachable();
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** End the session here and on the server. */
export async function logOut() {
  clearTimeout(timer);
  await call("POST", "/api/auth/logout", { bearer: token });
  token = null;
}

// Two tabs that renew at once would use the same cookie twice: where the browser has
// locks (a secure context), they wait for each other.
function oneTabAtATime(work) {
  return navigator.locks ? navigator.locks.request("renew-session", work) : work();
}

function keep({ access_token, expires_in, user }) {
  token = access_token;
  const rest = expires_in * 1000 * RENEW_AT;
  renewAt = Date.now() + rest;
  clearTimeout(timer);
  // A renewal that fails here is tried again by the next request.
  timer = setTimeout(() => renew().catch(() => {}), rest);
  return user;
}
