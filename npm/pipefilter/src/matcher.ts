import type { LoadOptions } from "./arguments";
import { checkPattern, failure, type Pattern } from "./filters";

/** What Jest and Vitest pass to a matcher. */
interface Context {
  isNot?: boolean;
  /** Only an assertion has it: "resolves", "rejects" or "". */
  promise?: string;
  equals?: unknown;
}

interface Result {
  pass: boolean;
  message: () => string;
}

/**
 * The matcher, for `expect.extend` of any test framework that has it. It is synchronous. It fails, also after `.not`, if
 * the pattern is not valid, or if there is no verdict on a record.
 */
export function toMatchEventPattern(
  this: Context | void,
  event: unknown,
  pattern: Pattern,
  options: LoadOptions = {},
): Result {
  const mustMatch = !this?.isNot;
  const isPart = this?.equals !== undefined && this.promise === undefined; // of a value that another matcher compares
  // what cannot be an event, such as another argument of a mocked function, is not equal, also to `expect.not`
  if (isPart && !mayBeEvent(event)) return { pass: !mustMatch, message: () => "this is not an event" };
  // without a verdict it throws: a result would be inverted where the matcher is an argument of another one, after `.not`
  const text = failure(pattern, event, options, mustMatch, isPart);
  return { pass: text === "" ? mustMatch : !mustMatch, message: () => text };
}

function mayBeEvent(value: unknown): boolean {
  return typeof value === "string" ? /^\s*[[{]/.test(value) : typeof value === "object" && value !== null;
}

type Make = (pattern: Pattern, options?: LoadOptions) => unknown;

/**
 * Let `expect.toMatchEventPattern` check its pattern and options at once: it may never be compared with an event.
 *
 * @internal
 */
export function checkAtOnce(...expects: { toMatchEventPattern: Make }[]): void {
  for (const each of expects) {
    const make = each.toMatchEventPattern;
    each.toMatchEventPattern = (pattern, options) => {
      checkPattern(pattern, options);
      return make(pattern, options);
    };
  }
}

/** What `expect(event)` and `expect` have after `import "pipefilter/jest"` or `import "pipefilter/vitest"`. */
export interface EventPatternMatchers<R = unknown> {
  /**
   * The event, or each record in it, matches the pattern; after `.not`, no record matches. The failure says why.
   *
   * @param pattern an object, JSON text, the result of `load`, or the name of a file or of filters in a template, such
   *   as `template.yaml#OrdersRule`.
   */
  toMatchEventPattern(pattern: Pattern, options?: LoadOptions): R;
}
