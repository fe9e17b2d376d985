// The state of the page in the fragment of a link, which is never sent to the server: #1z (packed) or #1j (plain).

const MAX_UNPACKED = 8_000_000;
const FIELDS = ["pattern", "event", "service", "source"];
const OPTIONAL = ["other"]; // a link has them only if they are not empty

export class BadLink extends Error {}

/** Whether a fragment is meant as a state. */
export function isState(fragment) {
  return /^#\d+[a-z]/.test(fragment);
}

/** The fragment that carries a state. */
export async function encodeState(state) {
  const names = [...FIELDS, ...OPTIONAL.filter((name) => state[name])];
  const bytes = new TextEncoder().encode(JSON.stringify(names.map((name) => state[name])));
  const packed = await through(globalThis.CompressionStream, bytes);
  return packed ? `#1z${base64(packed)}` : `#1j${base64(bytes)}`;
}

/** The state that a fragment carries. */
export async function decodeState(fragment) {
  const [, version, form, data] = /^#(\d+)([a-z])(.*)$/s.exec(fragment) ?? [];
  if (version === undefined) throw new BadLink("The link does not belong to this page.");
  if (version !== "1" || !"zj".includes(form)) throw new BadLink("The link was created by another version of this page.");
  let fields;
  try {
    let bytes = fromBase64(data);
    if (form === "z") bytes = await through(globalThis.DecompressionStream, bytes);
    fields = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof BadLink) throw error;
    throw new BadLink("The link cannot be read: part of it is missing or changed.");
  }
  const names = [...FIELDS, ...OPTIONAL];
  const isComplete = Array.isArray(fields) && fields.length >= FIELDS.length && fields.length <= names.length;
  if (!isComplete || !fields.every((field) => typeof field === "string")) {
    throw new BadLink("The link cannot be read: part of it is missing or changed.");
  }
  return Object.fromEntries(names.map((name, at) => [name, fields[at] ?? ""]));
}

/** The bytes packed or unpacked; null if the browser cannot. */
async function through(Stream, bytes) {
  if (!Stream) {
    if (Stream === globalThis.CompressionStream) return null;
    throw new BadLink("This browser cannot unpack the link.");
  }
  const reader = new Blob([bytes]).stream().pipeThrough(new Stream("deflate-raw")).getReader();
  const chunks = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MAX_UNPACKED) {
      reader.cancel().catch(() => {});
      throw new BadLink("The link contains more than this page accepts.");
    }
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
