// Permission to open one connection.
import { postAsUser, renew } from "./api.js";

/**
 * A fresh ticket. After the server turned us away (`doubtful`) the token may belong to an ended
 * session: renewing asks for the session itself.
 */
export async function newTicket(doubtful, within) {
  if (doubtful) await renew();
  return postAsUser("/api/chat/tickets", undefined, within);
}
