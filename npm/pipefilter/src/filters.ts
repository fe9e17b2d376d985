import { randomUUID } from "node:crypto";
import { PLACEMENT, checkedOptions, workingFolder, type LoadOptions, type Options } from "./arguments";
import { call } from "./call";
import { Undecided } from "./errors";
import { pathInPython } from "./host-path";
import { jsonText } from "./json-text";
import type { Evaluation, EventEvaluation } from "./results";

const inPython = new WeakMap<Filters, Record<string, unknown>>();

/** A pattern, or the filters of a service, read from a file: what `load` returns. */
export class Filters {
  /** The name as it was loaded. */
  readonly name: string;
  /** The service that runs them; null if it depends on each record. */
  readonly service: string | null;
  /** The source of their records; null if it is detected for each record. */
  readonly source: string | null;
  /** The JSON text of each pattern. */
  readonly patterns: readonly string[];

  /** @internal */
  constructor(name: string, options: LoadOptions) {
    const pattern = {
      name: pathInPython(name),
      key: randomUUID(), // of which a restarted Python, and another copy of this module, make no second one
      options: checkedOptions(options, [...PLACEMENT, "parameters"]),
    };
    inPython.set(this, { pattern, folder: workingFolder() });
    const facts = call("load", { ...filtersMembers(this), options: {} }, options.timeout) as Omit<Filters, "name">;
    this.name = name;
    this.service = facts.service;
    this.source = facts.source;
    this.patterns = Object.freeze(facts.patterns);
    Object.freeze(this);
  }

  /** Whether an event or a record matches; see the function `matches`. */
  matches(event: unknown, options: Options = {}): boolean {
    return matches(this, event, options);
  }

  /** The verdict on an event or a record, and the reasons; see the function `explain`. */
  explain(event: unknown, options: Options = {}): Evaluation {
    return explain(this, event, options);
  }

  /** The verdicts on all records in an event; see the function `evaluate`. */
  evaluate(event: unknown, options: Options = {}): EventEvaluation[] {
    return evaluate(this, event, options);
  }
}

/** A pattern or filter criteria: an object, JSON text, or filters that were loaded. */
export type Pattern = string | object | Filters;

function filtersMembers(filters: Filters): Record<string, unknown> {
  return inPython.get(filters)!;
}

/** The members of a call that are about a pattern. */
function patternMembers(pattern: unknown): Record<string, unknown> {
  if (pattern instanceof Filters) return filtersMembers(pattern);
  if (typeof pattern !== "string" && (typeof pattern !== "object" || pattern === null || Array.isArray(pattern))) {
    throw new TypeError("the pattern must be an object, JSON text, or the result of load");
  }
  return { pattern: { text: typeof pattern === "string" ? pattern : jsonText(pattern, "pattern") } };
}

/** The members of a call that are about a pattern, which may also be the name of a file. */
function namedMembers(pattern: unknown): Record<string, unknown> {
  const isName = typeof pattern === "string" && !/^\s*[[{]/.test(pattern);
  return isName ? { pattern: { name: pathInPython(pattern) }, folder: workingFolder() } : patternMembers(pattern);
}

function eventText(event: unknown): string {
  return typeof event === "string" ? event : jsonText(event, "event");
}

/**
 * Whether an event matches a pattern, as AWS evaluates it; of a record in its wrapper, its contents. Of several records in
 * a wrapper, whether all match or none does.
 *
 * @param pattern a pattern or filter criteria: an object, JSON text, or filters that were loaded.
 * @param event an event, or a record of a queue, stream or broker: an object or JSON text.
 * @throws InvalidEventPattern if AWS rejects the pattern.
 * @throws InvalidEvent if the event is not a JSON object.
 * @throws Undecided if there is no verdict, no record, or not the same verdict on all records.
 * @throws TypeError if a value has no JSON form, such as a Promise.
 */
export function matches(pattern: Pattern, event: unknown, options: Options = {}): boolean {
  return calledWith("matches", patternMembers(pattern), event, options) as boolean;
}

/**
 * The verdict on an event, or on the one record in it, and the reasons, as `pipefilter test --json` prints them.
 *
 * @throws Undecided if the event contains several records, or none.
 */
export function explain(pattern: Pattern, event: unknown, options: Options = {}): Evaluation {
  return calledWith("explain", patternMembers(pattern), event, options) as Evaluation;
}

/** The verdicts on all records in an event, in JSON lines, or in an array, as `pipefilter test --json` prints them. */
export function evaluate(pattern: Pattern, event: unknown, options: Options = {}): EventEvaluation[] {
  return calledWith("evaluate", patternMembers(pattern), event, options) as EventEvaluation[];
}

/**
 * Why not all records in an event match, or why not all do not; "" if all are as expected.
 *
 * @throws Undecided if there is no record, or no verdict on one.
 */
export function failure(pattern: Pattern, event: unknown, options: LoadOptions, mustMatch: boolean): string {
  const members = { ...namedMembers(pattern), must_match: mustMatch };
  const answer = calledWith("failure", members, event, options, true) as { text: string; is_decided: boolean };
  if (!answer.is_decided) throw new Undecided(answer.text);
  return answer.text;
}

function calledWith(
  name: string,
  members: Record<string, unknown>,
  event: unknown,
  options: LoadOptions,
  withParameters = false,
): unknown {
  const names = withParameters ? [...PLACEMENT, "parameters"] : PLACEMENT;
  return call(name, { ...members, event: eventText(event), options: checkedOptions(options, names) }, options.timeout);
}

/**
 * Load filters from a file with a pattern or filter criteria, or from a template, such as `template.yaml#OrdersRule`.
 *
 * @throws InvalidEventPattern if AWS or the service rejects one of them.
 * @throws UnreadableInput if the file cannot be read, or has no such filters.
 * @throws TemplateGap if the template leaves too much of them unknown.
 */
export function load(name: string, options: LoadOptions = {}): Filters {
  if (typeof name !== "string") throw new TypeError("the name of a file must be a string");
  return new Filters(name, options);
}
