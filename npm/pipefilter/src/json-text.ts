/**
 * The JSON text of a value, exactly as `JSON.stringify` writes it; what `JSON.stringify` would silently change or drop is
 * refused, except for members that are undefined, which no program that sends the event sends either.
 *
 * @throws TypeError if the value has no JSON form.
 */
export function jsonText(value: unknown, noun: "event" | "pattern"): string {
  const places = new WeakMap<object, string>();
  function checked(this: unknown, key: string, member: unknown): unknown {
    const holder = this as Record<string, unknown>;
    const above = places.get(holder);
    const place = above === undefined ? "" : `${above}/${key}`;
    const fault = faultOf(member, Array.isArray(holder));
    if (fault) throw new TypeError(`the ${noun} ${place ? `has ${fault} at ${place}` : `is ${fault}`}`);
    if (typeof member === "object" && member !== null) places.set(member, place);
    return member;
  }
  try {
    const text = JSON.stringify(value, checked);
    if (text === undefined) throw new TypeError(`the ${noun} is undefined`);
    return text;
  } catch (error) {
    if (error instanceof RangeError) throw new TypeError(`the ${noun} is nested too deeply, or too long`);
    if (error instanceof TypeError && /circular|cyclic/i.test(error.message)) {
      throw new TypeError(`the ${noun} contains itself, so it has no JSON form`);
    }
    throw error;
  }
}

/** Why a value, after its `toJSON` was called, has no JSON form; "" if it has one. */
function faultOf(value: unknown, isInArray: boolean): string {
  switch (typeof value) {
    case "undefined":
      return isInArray ? "an element that is undefined, which JSON does not have," : "";
    case "number":
      return Number.isFinite(value) ? "" : `${value}, which JSON does not have,`;
    case "bigint":
      return `the BigInt ${value}, which JSON.stringify does not write (JSON text can have such a number)`;
    case "function":
      return "a function";
    case "symbol":
      return "a symbol";
    case "object":
      return objectFault(value);
    default:
      return "";
  }
}

/** Objects whose contents `JSON.stringify` does not write, by the name that all realms give their classes. */
const WITHOUT_CONTENTS = new Set(["Map", "Set", "WeakMap", "WeakSet", "ArrayBuffer", "SharedArrayBuffer", "DataView", "RegExp", "Error"]);

function objectFault(value: object | null): string {
  if (value === null) return "";
  const kind = Object.prototype.toString.call(value).slice("[object ".length, -1);
  if (kind === "Promise" || typeof (value as { then?: unknown }).then === "function") return "a Promise: await it";
  if (kind === "Number" && !Number.isFinite(Number(value))) return `${value}, which JSON does not have,`;
  if (WITHOUT_CONTENTS.has(kind)) return `a ${kind}, whose contents JSON.stringify does not write`;
  if (ArrayBuffer.isView(value)) return `a ${kind}: pass its text`;
  return "";
}
