import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type {
  Duration,
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
} from "aws-cdk-lib";

/** Options of a `PatternValidation`. */
export interface PatternValidationProps {
  /**
   * The command that runs pipefilter, with its first arguments, such as `["uvx", "pipefilter"]`.
   *
   * @default ["pipefilter"]
   */
  readonly command?: string[];

  /**
   * The codes to report, or prefixes of them, such as `PF4`. Patterns that AWS rejects are always reported.
   *
   * @default - all codes
   */
  readonly select?: string[];

  /**
   * The codes not to report, or prefixes of them. Patterns that AWS rejects are always reported.
   *
   * @default - none
   */
  readonly ignore?: string[];

  /**
   * The minimum severity to report. Only errors stop `cdk synth`, unless it has `--strict`.
   *
   * @default "warning"
   */
  readonly severity?: "error" | "warning";

  /**
   * How long the command may take.
   *
   * @default - five minutes
   */
  readonly timeout?: Duration;
}

const FIVE_MINUTES = 5 * 60 * 1000;

/** The length of the longest report that is read, in bytes. */
const MAX_REPORT = 256 * 1024 * 1024;

/** The length of the file names that are passed to one process: Windows allows 32,767 characters for all arguments. */
const MAX_NAMES = process.platform === "win32" ? 24_000 : 100_000;

/**
 * Checks the event patterns and filters in the templates of a CDK app, as `pipefilter check` does.
 *
 * @example
 * Validations.of(app).addPlugins(new PatternValidation());
 */
export class PatternValidation implements IPolicyValidationPlugin {
  /** The name in reports, and before `::` where a code is acknowledged. */
  public readonly name = "pipefilter";

  /** The version of this package. */
  public readonly version: string = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8")).version;

  private readonly command: string;
  private readonly options: string[];
  private readonly timeout: number;

  public constructor(props: PatternValidationProps = {}) {
    const [command, ...first] = strings("command", props.command ?? ["pipefilter"], '["uvx", "pipefilter"]');
    const severity = props.severity ?? "warning";
    if (!command) {
      throw new Error('The command of PatternValidation is empty: pass at least its name, such as ["pipefilter"]');
    }
    if (!["error", "warning"].includes(severity)) {
      throw new Error(`${JSON.stringify(severity)} is not a severity of violations: use warning or error`);
    }
    this.command = command;
    this.options = [...first, "check", "--format", "cdk", "--skip-others", "--severity", severity];
    this.options.push(...codes("select", props.select).flatMap((code) => ["--select", code]));
    this.options.push(...codes("ignore", props.ignore).flatMap((code) => ["--ignore", code]));
    this.timeout = props.timeout?.toMilliseconds() ?? FIVE_MINUTES;
  }

  /** Checks the templates of all stacks, and of those nested in them; the CDK calls this after synthesis. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    if (!context.stackTemplates) {
      // the command line of the CDK may ignore the report of an older library, but not that the app fails
      console.error("@pipefilter/cdk-validation needs aws-cdk-lib 2.262 or later: the patterns were not checked");
      process.exitCode = 1;
    }
    let reports: PolicyValidationPluginReport[];
    try {
      reports = parts(context.templatePaths).map((names) => this.report(names));
    } catch (error) {
      return notChecked(error instanceof Error ? error.message : String(error));
    }
    return {
      success: reports.every((report) => report.success),
      violations: reports.flatMap((report) => report.violations),
    };
  }

  /** The report of one process. */
  private report(names: string[]): PolicyValidationPluginReport {
    const done = spawnSync(this.command, [...this.options, "--", ...names], {
      encoding: "utf8",
      maxBuffer: MAX_REPORT,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: this.timeout,
      windowsHide: true,
    });
    if (done.error) {
      throw new Error(this.reason(done.error));
    }
    const report = parsed(done.stdout);
    if (!report) {
      throw new Error(this.reasonWithoutReport(done.stderr, done.status));
    }
    if (contradicts(done.status, report)) {
      throw new Error(
        `${this.command} reported no problem, but its exit code is ${done.status ?? "unknown"}` + lastLine(done.stderr),
      );
    }
    for (const line of done.stderr.split("\n").filter((each) => each.startsWith("--ignore "))) {
      console.error(`${this.name}: ${line}`); // an option without an effect
    }
    return report;
  }

  /** Why the command could not run to its end. */
  private reason(error: NodeJS.ErrnoException): string {
    switch (error.code) {
      case "ENOENT":
        return (
          `the command ${this.command} was not found: install pipefilter (pip install pipefilter), or pass ` +
          'another command, such as new PatternValidation({ command: ["uvx", "pipefilter"] })'
        );
      case "ETIMEDOUT":
        return `${this.command} did not finish within ${this.timeout / 1000} seconds: pass a longer timeout`;
      default:
        return `${this.command} cannot be run: ${error.message}`;
    }
  }

  /** Why the command printed no report. */
  private reasonWithoutReport(messages: string, status: number | null): string {
    if (/'cdk' is not one of|No such option '?--(format|skip-others)/.test(messages)) {
      return (
        `${this.command} is too old, as its check has no --format cdk: install pipefilter ${this.version} or later ` +
        "(pip install --upgrade pipefilter)"
      );
    }
    return `${this.command} printed no report (exit code ${status ?? "unknown"})${lastLine(messages)}`;
  }
}

/** An option that is a list of strings: JavaScript does not check it. */
function strings(name: string, value: unknown, example: string): string[] {
  if (!Array.isArray(value) || !value.every((each) => typeof each === "string")) {
    throw new TypeError(`${name} of PatternValidation must be a list of strings, such as ${example}`);
  }
  return value;
}

/** Codes; a single one may be a string, as in Python. */
function codes(name: string, value: unknown): string[] {
  return strings(name, typeof value === "string" ? [value] : (value ?? []), '["PF402"]');
}

/** The report that the command printed; undefined if it printed something else. */
function parsed(output: string): PolicyValidationPluginReport | undefined {
  try {
    const report = JSON.parse(output) as PolicyValidationPluginReport;
    return typeof report.success === "boolean" && Array.isArray(report.violations) ? report : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the exit code says that something is wrong, or that the command failed, and the report does not. */
function contradicts(status: number | null, report: PolicyValidationPluginReport): boolean {
  if (status === 0 || !report.success) {
    return false;
  }
  // 1 and 2 are also the exit codes for warnings, with which the report is successful
  return !report.violations.length || !(status === 1 || status === 2);
}

/** The last line of messages, after a colon; "" if there is none. */
function lastLine(messages: string): string {
  const last = messages.trim().split("\n").pop();
  return last ? `: ${last}` : "";
}

/**
 * The report if the patterns could not be checked. It has a violation, as the command line of the CDK ignores that a plug-in
 * threw an error; a fatal one, which cannot be acknowledged; and one without a stack, so that it is reported for each of them.
 */
function notChecked(reason: string): PolicyValidationPluginReport {
  return {
    success: false,
    violations: [
      {
        ruleName: "not-checked",
        description: `the patterns were not checked: ${reason}`,
        severity: "fatal",
        violatingResources: [{ locations: [] }],
      },
    ],
  };
}

/** File names in as few parts as the command line allows. */
function parts(names: string[]): string[][] {
  const all: string[][] = [];
  let length = Infinity;
  for (const name of names) {
    length += name.length + 1;
    if (length > MAX_NAMES) {
      all.push([]);
      length = name.length + 1;
    }
    all[all.length - 1].push(name);
  }
  return all;
}
