import type { LoadOptions } from "./arguments";
import { failure, type Pattern } from "./filters";

/** What Jest and Vitest pass to a matcher. */
interface Context {
  isNot?: boolean;
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
  // without a verdict it throws: a result would be inverted where the matcher is an argument of another one, after `.not`
  const text = failure(pattern, event, options, mustMatch);
  return { pass: text === "" ? mustMatch : !mustMatch, message: () => text };
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
