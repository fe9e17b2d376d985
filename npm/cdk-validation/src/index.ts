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
   * The codes to report, or prefixes of them, such as `PF4`.
   *
   * @default - all codes
   */
  readonly select?: string[];

  /**
   * The codes not to report, or prefixes of them.
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
    const [command, ...first] = props.command ?? ["pipefilter"];
    if (!command) {
      throw new Error('The command of PatternValidation is empty: pass at least its name, such as ["pipefilter"]');
    }
    this.command = command;
    this.options = [...first, "check", "--format", "cdk", "--skip-others", "--severity", props.severity ?? "warning"];
    this.options.push(...(props.select ?? []).flatMap((code) => ["--select", code]));
    this.options.push(...(props.ignore ?? []).flatMap((code) => ["--ignore", code]));
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
    try {
      const report = JSON.parse(done.stdout) as PolicyValidationPluginReport;
      if (typeof report.success === "boolean" && Array.isArray(report.violations)) {
        return report;
      }
    } catch {
      // it is not JSON
    }
    throw new Error(this.reasonWithoutReport(done.stderr, done.status));
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
    const last = messages.trim().split("\n").pop();
    return `${this.command} printed no report (exit code ${status ?? "unknown"})${last ? `: ${last}` : ""}`;
  }
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
