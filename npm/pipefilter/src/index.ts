/** Evaluates AWS event patterns as AWS does, and explains the results. No function returns a promise. */
export type { LoadOptions, Options } from "./arguments";
export { check, type CheckOptions, type NamedText } from "./check";
export {
  Contradiction,
  EventTooIntricate,
  InvalidEvent,
  InvalidEventPattern,
  NoAnswer,
  PipefilterError,
  TemplateGap,
  Undecided,
  UnreadableInput,
  type Place,
  type Problem,
} from "./errors";
export { Filters, evaluate, explain, load, matches, type Pattern, type PatternObject } from "./filters";
export { toMatchEventPattern } from "./matcher";
export type { CheckReport, CheckResult, Evaluation, EventEvaluation, FilterEvaluation } from "./results";
