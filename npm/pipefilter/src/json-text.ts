const { stringify } = JSON; // as it is before a test mocks it

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
    const fault = faultBefore(holder[key]) || faultOf(member, Array.isArray(holder));
    if (fault) throw new TypeError(`the ${noun} ${place ? `has ${fault} at ${place}` : `is ${fault}`}`);
    if (typeof member === "object" && member !== null) places.set(member, place);
    return member;
  }
  try {
    const text = stringify(value, checked);
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

/** Whether a value is an object as literals and `JSON.parse` make it, in any realm. */
export function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "isPrototypeOf"));
}

/** Why a value has no JSON form although it has a `toJSON`; "" if it has one. */
function faultBefore(value: unknown): string {
  if (typeof value !== "object" || value === null) return "";
  const kind = kindOf(value);
  if (ArrayBuffer.isView(value)) return `a ${nameOf(value) || kind}: pass its text`;
  if (kind === "Date" && Number.isNaN(Date.prototype.getTime.call(value))) return "a Date that is not valid";
  return "";
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

/** Objects whose contents `JSON.stringify` does not write although they may have properties, by their name in all realms. */
const WITHOUT_CONTENTS = new Set(["Map", "Set", "WeakMap", "WeakSet", "ArrayBuffer", "SharedArrayBuffer", "DataView", "RegExp", "Error"]);
/** Objects that `JSON.stringify` writes as the values that they are. */
const BOXED = new Set(["Number", "String", "Boolean"]);

function objectFault(value: object | null): string {
  if (value === null || Array.isArray(value)) return "";
  const kind = kindOf(value);
  if (kind === "Promise" || typeof (value as { then?: unknown }).then === "function") return "a Promise: await it";
  if (kind === "Number" && !Number.isFinite(Number(value))) return `${value}, which JSON does not have,`;
  if (WITHOUT_CONTENTS.has(kind)) return `a ${kind}, whose contents JSON.stringify does not write`;
  if (kind === "Module" || isInterop(value)) return "a module: pass its default export";
  if (isPlain(value) || BOXED.has(kind) || Object.keys(value).length > 0) return "";
  return `${nameOf(value) ? `a ${nameOf(value)}` : "an object of a class"} without properties of its own, of which JSON.stringify writes nothing`;
}

/** Whether an object is what compilers make of `import * as name`: the members of the default export, and itself. */
function isInterop(value: object): boolean {
  if (!Object.hasOwn(value, "default")) return false;
  if (Object.hasOwn(value, "__esModule")) return true;
  const { default: inner, ...others } = value as { default: unknown };
  if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return false;
  const members = Object.entries(others);
  const own = inner as Record<string, unknown>;
  if (!members.some(([, member]) => typeof member === "object")) return false;
  return members.length === Object.keys(inner).length && members.every(([name, member]) => Object.hasOwn(own, name) && Object.is(own[name], member));
}

function kindOf(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

function nameOf(value: object): string {
  const name: unknown = (value.constructor as { name?: unknown } | undefined)?.name;
  return typeof name === "string" && name !== "Object" ? name : "";
}
