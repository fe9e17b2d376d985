import { isAbsolute, parse, resolve } from "node:path";
import { state } from "./state";

/** The name of a file as Python needs it: relative names stay as they are. */
export function pathInPython(name: string): string {
  if (isAbsolute(name)) return inMount(climbs(name, 0) ? resolve(name) : name);
  return climbs(name, partsOf(process.cwd()).length) ? inMount(resolve(name)) : name;
}

function inMount(path: string): string {
  return `${state.mount}/${path.slice(parse(path).root.length).replaceAll("\\", "/")}`;
}

/** Whether a path goes above the root, where Python has files of its own; here, the root is above itself. */
function climbs(path: string, depth: number): boolean {
  return partsOf(path).some((part) => (depth += part === ".." ? -1 : 1) < 0);
}

function partsOf(path: string): string[] {
  const parts = path.slice(parse(path).root.length).split(/[/\\]/);
  return parts.filter((part) => part !== "" && part !== ".");
}

/** An answer of Python with the names of files as they are on this machine. */
export function withHostPaths(text: string): string {
  return text.replaceAll(state.mount, "");
}
