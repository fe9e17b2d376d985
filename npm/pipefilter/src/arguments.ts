import { pathInPython } from "./host-path";
import { isPlain } from "./json-text";
import { state } from "./state";

/** Options about the service and the source of a pattern. */
export interface Options {
  /** The service that runs the pattern: `rule`, `pipe`, `lambda`, `v2`, `sns` or `sns-body`; otherwise as detected. */
  service?: string;
  /** The source of the records, such as `sqs` or `dynamodb`; otherwise as detected. */
  source?: string;
  /** Milliseconds that the call may take, 60,000 by default; loading Python does not count. */
  timeout?: number;
}

/** Options of `load`. */
export interface LoadOptions extends Options {
  /** The values of the template's parameters by name, such as `{ Stage: "prod" }`. */
  parameters?: Record<string, string>;
}

type Check = (value: unknown) => boolean;

const string: Check = (value) => typeof value === "string";
const boolean: Check = (value) => typeof value === "boolean";
const strings: Check = (value) => string(value) || (Array.isArray(value) && value.every(string));
const record: Check = (value) => isPlain(value) && Object.values(value).every(string);

const OPTIONS: Record<string, [Check, string]> = {
  service: [string, "a string"],
  source: [string, "a string"],
  parameters: [record, "an object with strings"],
  emulators: [boolean, "true or false"],
  strict: [boolean, "true or false"],
  select: [strings, "a code or an array of codes"],
  ignore: [strings, "a code or an array of codes"],
  severity: [(value) => ["error", "warning", "note"].includes(value as string), '"error", "warning" or "note"'],
  schema: [strings, "the name of a file or an array of names"],
};

/**
 * The options that Python gets: those that have a value. A misspelled option would silently have no effect.
 *
 * @throws TypeError if there is no such option, or it has another type.
 */
export function checkedOptions(options: object, names: readonly string[]): Record<string, unknown> {
  const checked: Record<string, unknown> = {};
  if (!isPlain(options)) throw new TypeError("the options must be a plain object");
  for (const [name, value] of Object.entries(options)) {
    if (name !== "timeout" && !names.includes(name)) {
      throw new TypeError(`there is no option ${name}: use ${[...names, "timeout"].join(", ")}`);
    }
    if (value === undefined || name === "timeout") continue;
    const [isValid, kind] = OPTIONS[name]!;
    if (!isValid(value)) throw new TypeError(`the option ${name} must be ${kind}`);
    checked[name] = value;
  }
  return checked;
}

export const PLACEMENT = ["service", "source"] as const;

/** The folder in which Python finds files with relative names. */
export function workingFolder(): string {
  return pathInPython(process.cwd()) || state.mount;
}
