import { isAbsolute, parse } from "node:path";

/** Where Python sees the files of this machine; no other text has this in it. */
export const MOUNT = "/.files-of-this-machine";

/** The name of a file as Python needs it: relative names stay as they are. */
export function pathInPython(name: string): string {
  return isAbsolute(name) ? `${MOUNT}/${name.slice(parse(name).root.length).replaceAll("\\", "/")}` : name;
}

/** An answer of Python with the names of files as they are on this machine. */
export function withHostPaths(text: string): string {
  return text.replaceAll(MOUNT, "");
}
