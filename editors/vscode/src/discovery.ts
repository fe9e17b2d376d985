/** Finds the `pipefilter` to start: in the settings, in the environment of the workspace, or in PATH. */

import * as path from "node:path";

/** Where a command was found. */
export type Origin = "setting" | "environment" | "interpreter" | "PATH";

export interface Command {
  readonly file: string;
  readonly origin: Origin;
}

/** What a search depends on, so that it can be tested without an editor. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  /** The value of `pipefilter.command`; VS Code ignores that of a workspace which is not trusted. */
  readonly setting: string;
  /** The folders of the workspace, in order. */
  readonly folders: readonly string[];
  /** Whether the user trusts the workspace: if not, no file inside it is started. */
  readonly isTrusted: boolean;
  readonly home: string;
  /** The value of PATH. */
  readonly searchPath: string;
  readonly isFile: (file: string) => boolean;
  /** The file that a file is, without symbolic links. */
  readonly realPath: (file: string) => string;
  /** The interpreter that the Python extension has selected for the workspace. */
  readonly interpreter: () => Promise<string | undefined>;
}

const ENVIRONMENTS = [".venv", "venv"];

/** The command to start; undefined if there is none. The first that exists is the one, even if it turns out to be unusable. */
export async function discover(surroundings: Surroundings): Promise<Command | undefined> {
  const setting = surroundings.setting.trim();
  if (setting) {
    return { file: fromSetting(setting, surroundings), origin: "setting" };
  }
  if (surroundings.isTrusted) {
    const file = inEnvironment(surroundings) ?? (await besideInterpreter(surroundings));
    if (file) {
      return file;
    }
  }
  const file = inSearchPath("pipefilter", surroundings);
  return file === undefined ? undefined : { file, origin: "PATH" };
}

/** The setting as a file: a name without a folder is searched for in PATH, and a relative one begins in the first folder. */
function fromSetting(setting: string, surroundings: Surroundings): string {
  const paths = pathsOf(surroundings);
  const folder = surroundings.folders[0];
  let file = setting;
  if (folder !== undefined) {
    file = file.replaceAll("${workspaceFolder}", folder);
  }
  if (file.startsWith("~/") || file.startsWith("~\\")) {
    file = paths.join(surroundings.home, file.slice(2));
  }
  if (paths.isAbsolute(file)) {
    return file;
  }
  if (!file.includes("/") && !file.includes(paths.sep)) {
    return inSearchPath(file, surroundings) ?? file;
  }
  return folder === undefined ? file : paths.join(folder, file);
}

function inEnvironment(surroundings: Surroundings): Command | undefined {
  const paths = pathsOf(surroundings);
  for (const folder of surroundings.folders) {
    for (const environment of ENVIRONMENTS) {
      const scripts = surroundings.platform === "win32" ? "Scripts" : "bin";
      const file = paths.join(folder, environment, scripts, executable("pipefilter", surroundings));
      if (surroundings.isFile(file)) {
        return { file, origin: "environment" };
      }
    }
  }
  return undefined;
}

/** The command in the folder of the interpreter, or on Windows in the folder `Scripts` beside it. */
async function besideInterpreter(surroundings: Surroundings): Promise<Command | undefined> {
  const interpreter = await surroundings.interpreter();
  if (!interpreter) {
    return undefined;
  }
  const paths = pathsOf(surroundings);
  const folder = paths.dirname(interpreter);
  const name = executable("pipefilter", surroundings);
  const files = [paths.join(folder, name)];
  if (surroundings.platform === "win32") {
    files.push(paths.join(folder, "Scripts", name)); // of an installation that is not a virtual environment
  }
  const file = files.find(surroundings.isFile);
  return file === undefined ? undefined : { file, origin: "interpreter" };
}

/** The file in PATH. A relative folder in PATH is the workspace's, as is one inside it: they need its trust. */
function inSearchPath(name: string, surroundings: Surroundings): string | undefined {
  const paths = pathsOf(surroundings);
  for (const folder of surroundings.searchPath.split(paths.delimiter)) {
    if (!paths.isAbsolute(folder)) {
      continue;
    }
    const file = paths.join(folder, executable(name, surroundings));
    if (!surroundings.isFile(file)) {
      continue;
    }
    if (surroundings.isTrusted || !isInWorkspace(file, surroundings)) {
      return file;
    }
  }
  return undefined;
}

function isInWorkspace(file: string, surroundings: Surroundings): boolean {
  const paths = pathsOf(surroundings);
  const files = [file, surroundings.realPath(file)];
  return surroundings.folders.some((folder) =>
    [folder, surroundings.realPath(folder)].some((root) =>
      files.some((each) => {
        const relative = paths.relative(root, each);
        return relative !== ".." && !relative.startsWith(`..${paths.sep}`) && !paths.isAbsolute(relative);
      }),
    ),
  );
}

function executable(name: string, surroundings: Surroundings): string {
  return surroundings.platform === "win32" && path.win32.extname(name) === "" ? `${name}.exe` : name;
}

function pathsOf(surroundings: Surroundings): path.PlatformPath {
  return surroundings.platform === "win32" ? path.win32 : path.posix;
}
