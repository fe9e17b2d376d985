import { PLACEMENT, checkedOptions, workingFolder, type Options } from "./arguments";
import { call } from "./call";
import type { PatternObject } from "./filters";
import { pathInPython } from "./host-path";
import { jsonText } from "./json-text";
import type { CheckReport } from "./results";

/** Options of `check`, which are those of `pipefilter check`. */
export interface CheckOptions extends Options {
  /** The codes to report, or prefixes of them; all by default. */
  select?: string | readonly string[];
  /** The codes not to report, or prefixes of them. */
  ignore?: string | readonly string[];
  /** The minimum severity to report; `note` by default. */
  severity?: "error" | "warning" | "note";
  /** Whether a report with notes is not ok. */
  strict?: boolean;
  /** Whether to report also where AWS emulators evaluate patterns differently. */
  emulators?: boolean;
  /** Files with OpenAPI or JSON Schema documents of your own events. */
  schema?: string | readonly string[];
}

/** A text with the name of the file that it would be, which decides how it is read. */
export interface NamedText {
  name: string;
  text: string;
}

const NAMES = [...PLACEMENT, "select", "ignore", "severity", "strict", "emulators", "schema"];

/**
 * Check patterns on their own or in templates. Invalid patterns and unreadable files are reported, not thrown.
 *
 * @param patterns a pattern as an object or as JSON text; the name of a file, a folder, a glob, or of a resource in a
 *   template, such as `template.yaml#OrdersRule`; an array of names; or a text with a name, such as
 *   `{ name: "template.yaml", text }`.
 */
export function check(patterns: string | readonly string[] | NamedText | PatternObject, options: CheckOptions = {}): CheckReport {
  const checked = checkedOptions(options, NAMES);
  for (const name of ["schema"]) {
    if (name in checked) checked[name] = [checked[name] as string | string[]].flat().map(pathInPython);
  }
  const members = { ...patternsMembers(patterns), folder: workingFolder(), options: checked };
  return call("check", members, options.timeout) as CheckReport;
}

function patternsMembers(patterns: unknown): Record<string, unknown> {
  if (typeof patterns === "string") return { patterns: pathInPython(patterns) };
  if (Array.isArray(patterns) && patterns.every((each) => typeof each === "string")) {
    return { patterns: patterns.map(pathInPython) };
  }
  if (typeof patterns !== "object" || patterns === null || Array.isArray(patterns)) {
    throw new TypeError("patterns must be an object, JSON text, the name of a file, an array of names, or { name, text }");
  }
  const { name, text, ...others } = patterns as Record<string, unknown>;
  if (typeof name === "string" && typeof text === "string" && Object.keys(others).length === 0) return { name, text };
  return { patterns: jsonText(patterns, "pattern") };
}
