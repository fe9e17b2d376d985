// The files of this machine, as Python sees them: in a folder of their own, as Pyodide has its own files beside it.
import { readdirSync } from "node:fs";
import { dirname, isAbsolute, parse, resolve } from "node:path";

type Pyodide = Awaited<ReturnType<(typeof import("pyodide"))["loadPyodide"]>>;
type Node = object;

/** The part of Emscripten's file system that calls Node's. */
interface NodeFiles {
  realPath(node: Node): string;
  node_ops: { readdir(node: Node): string[]; readlink(node: Node): string };
}

/**
 * Let Python see the files of this machine in the folder `mount`. Links lead to where they lead on this machine. A folder
 * with a name that is not UTF-8 cannot be read: Python would not find the file of that name.
 */
export function mountHostFiles(pyodide: Pyodide, mount: string): void {
  const { root } = parse(process.cwd());
  const { filesystems, ErrnoError } = pyodide.FS as unknown as {
    filesystems: { NODEFS: NodeFiles };
    ErrnoError: new (code: number) => Error;
  };
  const files = filesystems.NODEFS;
  const { readdir, readlink } = files.node_ops;
  files.node_ops.readlink = (node) => {
    const target = readlink(node);
    const above = dirname(files.realPath(node));
    // also a relative one, which may go above the root: there, Python has files of its own
    return isAbsolute(target) || climbs(above, target) ? mount + inRoot(resolve(above, target)) : target;
  };
  files.node_ops.readdir = (node) => {
    const names = readdir(node);
    const path = files.realPath(node);
    if (names.some((name) => name.includes("\ufffd")) && !hasReadableNames(path)) {
      throw new ErrnoError((pyodide.ERRNO_CODES as Record<string, number>)["EILSEQ"]!);
    }
    return names;
  };
  pyodide.mountNodeFS(mount, root);

  function inRoot(path: string): string {
    return `/${path.slice(root.length).replaceAll("\\", "/")}`;
  }
}

function climbs(folder: string, target: string): boolean {
  let depth = folder.split(/[/\\]/).filter((part) => part !== "").length;
  return target.split(/[/\\]/).some((part) => {
    if (part !== "" && part !== ".") depth += part === ".." ? -1 : 1;
    return depth < 0;
  });
}

function hasReadableNames(folder: string): boolean {
  return readdirSync(folder, { encoding: "buffer" }).every((name) => Buffer.from(name.toString()).equals(name));
}
