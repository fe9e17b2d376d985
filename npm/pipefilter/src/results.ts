import type { Problem } from "./errors";

/** The verdict on one record, as `pipefilter test --json` prints it, and its reasons as text. */
export interface Evaluation {
  verdict: "match" | "no_match" | "undecided" | "invalid_event";
  /** The verdict and the reasons, for people. */
  text: string;
  /** JSON pointer to the record in its wrapper; "" if it has none. */
  record?: string;
  service?: string | null;
  source?: string | null;
  /** Why there is no verdict. */
  reason?: string | null;
  notes?: string[];
  filters?: FilterEvaluation[];
  /** Why the only filter matches or not; null if there are several. */
  explanation?: Record<string, unknown> | null;
  /** The JSON text that the filters saw. */
  seen?: string | null;
  /** What is wrong with an event that is not valid. */
  problem?: Problem;
}

/** The verdict on one record of several, and where its event is. */
export interface EventEvaluation extends Evaluation {
  event: string;
  line: number;
  column: number;
}

/** The verdict of one filter on a record. */
export interface FilterEvaluation {
  number: number;
  verdict: string;
  reason: string | null;
  rows: Record<string, unknown>[];
  seen: string | null;
  explanation: Record<string, unknown> | null;
}

/** The report of `check`. */
export interface CheckReport {
  /** Whether every pattern is valid, without errors and warnings, and every file was read. */
  ok: boolean;
  /** The objects that `pipefilter check --json` prints. */
  results: CheckResult[];
}

/** The report on one pattern, or on one file that cannot be read. */
export interface CheckResult {
  pattern?: string;
  valid?: boolean | null;
  problems?: Problem[];
  advice?: Problem[];
  unreadable?: { file: string; reason: string; line?: number; column?: number };
  passed_over?: string[];
  [member: string]: unknown;
}
