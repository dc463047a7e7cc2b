// Reading a server frame, and proving that it arrived whole.
import { crc32c } from "./crc32c.js";

const utf8 = new TextEncoder();

/**
 * RFC 8785 canonical JSON. The scheme was made from this language: its numbers and
 * strings are what JSON.stringify writes, its key order is that of Array.sort.
 */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(",")}}`;
}

/** CRC-32C of the canonical envelope without its `digest`. */
export function digest(envelope) {
  const { digest: _, ...rest } = envelope;
  return crc32c(utf8.encode(canonical(rest)));
}

/** The envelope of a frame, or null when it is unreadable or was damaged on the way. */
export function read(frame) {
  let envelope;
  try {
    envelope = JSON.parse(frame);
  } catch {
    return null;
  }
  if (typeof envelope?.type !== "string") return null;
  return envelope.digest === digest(envelope) ? envelope : null;
}
