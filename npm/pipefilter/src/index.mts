/** Evaluates AWS event patterns as AWS does, and explains the results. No function returns a promise. */
export {
  Contradiction,
  EventTooIntricate,
  Filters,
  InvalidEvent,
  InvalidEventPattern,
  NoAnswer,
  PipefilterError,
  TemplateGap,
  Undecided,
  UnreadableInput,
  check,
  evaluate,
  explain,
  load,
  matches,
  toMatchEventPattern,
} from "./index.js";
export type * from "./index.js";
