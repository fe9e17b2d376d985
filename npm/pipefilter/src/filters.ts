import { PLACEMENT, checkedOptions, workingFolder, type LoadOptions, type Options } from "./arguments";
import { call } from "./call";
import { Undecided, UnreadableInput } from "./errors";
import { pathInPython } from "./host-path";
import { jsonText } from "./json-text";
import { checkDepth } from "./nesting";
import type { Evaluation, EventEvaluation } from "./results";
import { state, type LoadedFilters } from "./state";
import { startedThread } from "./worker-channel";

const BRAND = Symbol.for("pipefilter filters");
const { stringify } = JSON; // as it is before a test mocks it

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
    state.lastKey += 1;
    const pattern = {
      name: pathInPython(name),
      key: state.lastKey,
      options: checkedOptions(options, [...PLACEMENT, "parameters"]),
    };
    const loaded = { pattern, folder: workingFolder(), facts: "", thread: startedThread() };
    const facts = loadedFacts(loaded, options.timeout);
    loaded.facts = stringify(facts);
    state.filters.set(this, loaded);
    state.registry.register(this, pattern.key);
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

Object.defineProperty(Filters.prototype, BRAND, { value: true }); // for another copy of this package

/** An object in which names are those of fields: neither an array nor a Promise. */
export type PatternObject =
  | { readonly [name: string]: unknown }
  | (object & { readonly [Symbol.iterator]?: never; readonly then?: never });

/** A pattern or filter criteria: an object, JSON text, or filters that were loaded. */
export type Pattern = string | PatternObject | Filters;

interface Facts extends Omit<Filters, "name"> {
  fingerprint: string;
}

function loadedFacts({ pattern, folder }: LoadedFilters, timeout: unknown): Facts {
  return call("load", { pattern, folder, options: {} }, timeout) as Facts;
}

/**
 * The members of a call that are about filters. If the thread that has them was stopped, they are loaded again.
 *
 * @throws UnreadableInput if the file has changed in the meantime: filters stay what they were.
 */
function filtersMembers(name: string, loaded: LoadedFilters): Record<string, unknown> {
  const thread = startedThread();
  if (loaded.thread !== thread) {
    if (stringify(loadedFacts(loaded, undefined)) !== loaded.facts) {
      throw new UnreadableInput(`${name} has changed, and Python was started again, so its filters are lost: load it again`);
    }
    loaded.thread = thread;
  }
  return { pattern: loaded.pattern, folder: loaded.folder };
}

/** The members of a call that are about a pattern. */
function patternMembers(pattern: unknown): Record<string, unknown> {
  const loaded = typeof pattern === "object" && pattern !== null ? state.filters.get(pattern) : undefined;
  if (loaded) return filtersMembers((pattern as Filters).name, loaded);
  if (typeof pattern === "object" && pattern !== null && BRAND in pattern) {
    throw new TypeError("the filters were loaded by another copy of pipefilter: load them with the copy that evaluates them");
  }
  if (typeof pattern !== "string" && (typeof pattern !== "object" || pattern === null || Array.isArray(pattern))) {
    throw new TypeError("the pattern must be an object, JSON text, or the result of load");
  }
  return { pattern: { text: checkDepth(typeof pattern === "string" ? pattern : jsonText(pattern, "pattern"), "pattern") } };
}

/** The members of a call that are about a pattern, which may also be the name of a file. */
function namedMembers(pattern: unknown): Record<string, unknown> {
  const isName = typeof pattern === "string" && !/^\s*[[{]/.test(pattern);
  return isName ? { pattern: { name: pathInPython(pattern) }, folder: workingFolder() } : patternMembers(pattern);
}

/** The members of a call that are about an event. A text may be of several events. */
function eventMembers(event: unknown): Record<string, unknown> {
  const isText = typeof event === "string";
  return { event: checkDepth(isText ? event : jsonText(event, "event"), "event"), is_text: isText };
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
 * @param isPart whether the event is compared inside another value, by `expect.toMatchEventPattern`.
 * @throws Undecided if there is no record, or no verdict on one; if it is a part, also if only some records match.
 */
export function failure(
  pattern: Pattern,
  event: unknown,
  options: LoadOptions,
  mustMatch: boolean,
  isPart: boolean,
): string {
  const members = { ...namedMembers(pattern), must_match: mustMatch, is_part: isPart };
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
  const checked = checkedOptions(options, names);
  return call(name, { ...members, ...eventMembers(event), options: checked }, options.timeout);
}

/** Throw the error that an evaluation would throw because of the pattern or the options. */
export function checkPattern(pattern: Pattern, options: LoadOptions = {}): void {
  const checked = checkedOptions(options, [...PLACEMENT, "parameters"]);
  const members = namedMembers(pattern);
  if ((members["pattern"] as { key?: number }).key === undefined) call("load", { ...members, options: checked }, options.timeout);
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
