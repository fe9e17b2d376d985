/** A line and a column, both from 1; columns count UTF-16 units, as AWS and JavaScript do. */
export interface Place {
  line: number;
  column: number;
}

/** A problem in a pattern or an event, as `pipefilter check --json` prints it. */
export interface Problem {
  /** `PF` and three digits, as listed in the reference. */
  code: string;
  /** One sentence; AWS's own message if AWS has one. */
  message: string;
  /** JSON pointer to the part of the text. */
  pointer: string;
  /** AWS's line; null where AWS reports no position. */
  line: number | null;
  /** AWS's column; null where AWS reports no position. */
  column: number | null;
  start: Place;
  end: Place;
  aws_place: Place | null;
  excerpt: string;
  hint: string;
  advice: boolean;
  severity: "error" | "warning" | "note";
  aws_message: string;
}

/** The base class of all errors that pipefilter throws, except for `TypeError`. */
export class PipefilterError extends Error {}

/** An error with problems; the first is the one that AWS reports. */
class WithProblems extends PipefilterError {
  constructor(
    message: string,
    readonly problems: readonly Problem[],
  ) {
    super(message);
  }
  get code(): string {
    return this.problems[0]!.code;
  }
  get pointer(): string {
    return this.problems[0]!.pointer;
  }
  get line(): number | null {
    return this.problems[0]!.line;
  }
  get column(): number | null {
    return this.problems[0]!.column;
  }
  get hint(): string {
    return this.problems[0]!.hint;
  }
  /** AWS's full message; "" where AWS reports nothing. */
  get awsMessage(): string {
    return this.problems[0]!.aws_message;
  }
}

/** AWS rejects the event pattern. */
export class InvalidEventPattern extends WithProblems {}

/** The event is not a JSON object, or not JSON. */
export class InvalidEvent extends WithProblems {}

/** There is no verdict: the input is contradictory, or AWS does not document what happens to such a record. */
export class Undecided extends PipefilterError {}

/** The verdict would exceed the budget: the event is crafted to be expensive. */
export class EventTooIntricate extends PipefilterError {}

/** A file cannot be read, or has no such filters. */
export class UnreadableInput extends PipefilterError {}

/** A template leaves too much of a pattern unknown. */
export class TemplateGap extends PipefilterError {}

/** There is no such service or source, or the service does not read from the source. */
export class Contradiction extends PipefilterError {}

/** A call has no answer: it took longer than its `timeout`, or Pyodide cannot run. */
export class NoAnswer extends PipefilterError {}

/** What Python says about an error. */
export interface PythonError {
  name: string;
  message: string;
  problems?: Problem[];
}

const CLASSES: Record<string, new (message: string) => Error> = {
  Undecided,
  EventTooIntricate,
  UnreadableInput,
  TemplateGap,
  Contradiction,
  NoAnswer,
  TypeError,
  ValueError: TypeError, // the code of no check, for example
};

for (const [name, each] of Object.entries({ ...CLASSES, PipefilterError, InvalidEventPattern, InvalidEvent })) {
  if (each !== TypeError) each.prototype.name = name; // as it is printed, even after a bundler has renamed the class
}

/** The error of the class that Python's error has. */
export function errorOf({ name, message, problems }: PythonError): Error {
  if (problems) return new (name === "InvalidEvent" ? InvalidEvent : InvalidEventPattern)(message, problems);
  return new (CLASSES[name] ?? PipefilterError)(message);
}
