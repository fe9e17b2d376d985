/** Checks whether a `pipefilter` can be started as a language server, and says what to do if it cannot. */

import { spawn } from "node:child_process";

/** The oldest version with which the extension works. */
export const OLDEST_VERSION = "0.1.0";

/** Why a command cannot be used. */
export type Fault = "missing" | "no-command" | "no-extra" | "too-old" | "failed";

const TIMEOUT_MILLISECONDS = 30_000;
const INSTALL = "pip install 'pipefilter[lsp]'";

/** What keeps a command from serving an editor; undefined if nothing does. */
export async function faultOf(file: string): Promise<{ fault: Fault; output: string } | undefined> {
  // without input, a server that works ends at once
  const { code, output } = await run(file, ["lsp", "--stdio"]);
  if (code === undefined) {
    return { fault: "no-command", output };
  }
  if (code === 0 || code === 1) {
    return undefined;
  }
  if (output.includes("requires pygls")) {
    return { fault: "no-extra", output };
  }
  return { fault: output.includes("No such command") ? "too-old" : "failed", output };
}

/** One sentence for the user. */
export function explanation(fault: Fault, file: string): string {
  switch (fault) {
    case "missing":
      return `pipefilter is not installed in the environment of this workspace, nor in PATH. To install it: ${INSTALL}`;
    case "no-command":
      return `pipefilter cannot be started: ${file} is not a program. Install it with ${INSTALL}, or change the setting pipefilter.command.`;
    case "no-extra":
      return `${file} has no language server. To install it: ${INSTALL}`;
    case "too-old":
      return `${file} is too old for this extension. To update it: pip install --upgrade 'pipefilter[lsp]'`;
    case "failed":
      return `${file} cannot be started; its output has the reason.`;
  }
}

/** Whether a version such as `0.9.2` is older than another; a version that cannot be read is not. */
export function isOlder(version: string, other: string): boolean {
  const [first, second] = [numbers(version), numbers(other)];
  if (first === undefined || second === undefined) {
    return false;
  }
  for (let index = 0; index < 3; index++) {
    const difference = (first[index] ?? 0) - (second[index] ?? 0);
    if (difference !== 0) {
      return difference < 0;
    }
  }
  return false;
}

function numbers(version: string): number[] | undefined {
  const match = /^([0-9]+)\.([0-9]+)(?:\.([0-9]+))?/.exec(version);
  return match ? match.slice(1).map((part) => Number(part ?? 0)) : undefined;
}

/** Run a command without input; `code` is undefined if it cannot be started, or does not end. */
function run(file: string, parameters: string[]): Promise<{ code: number | undefined; output: string }> {
  return new Promise((resolve) => {
    let output = "";
    // not through a shell: the name may contain any character
    const child = spawn(file, parameters, {
      stdio: ["ignore", "ignore", "pipe"],
      shell: false,
      windowsHide: true,
    });
    const timer = setTimeout(() => child.kill(), TIMEOUT_MILLISECONDS);
    const end = (code: number | undefined, text: string): void => {
      clearTimeout(timer);
      resolve({ code, output: text });
    };
    child.stderr.setEncoding("utf8");
    child.stderr.on("data", (text: string) => (output = (output + text).slice(-10_000)));
    child.on("error", (error) => end(undefined, error.message));
    child.on("close", (code) => end(code ?? undefined, output));
  });
}
