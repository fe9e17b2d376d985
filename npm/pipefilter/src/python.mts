// Loads Python: Pyodide, and the archive of pipefilter and PyYAML, whose code only that version of Pyodide surely reads.
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { mountHostFiles } from "./host-files.mjs";

const ARCHIVE = "/pipefilter.zip";
const IMPORT = `
import sys
sys.path.insert(0, "${ARCHIVE}")
from pipefilter.javascript.calls import answer
`;

type Pyodide = Awaited<ReturnType<(typeof import("pyodide"))["loadPyodide"]>>;
type Options = Record<string, unknown>;

/** The function that answers calls; it sees the files of this machine in the folder `mount`. */
export async function startPython(mount: string): Promise<(call: string) => string> {
  const archive = await file("python.zip");
  const pyodide = await fromSnapshot(archive).catch(() => withoutSnapshot(archive));
  mountHostFiles(pyodide, mount);
  return pyodide.globals.get("answer") as (call: string) => string;
}

async function fromSnapshot(archive: Uint8Array): Promise<Pyodide> {
  return withArchive(archive, { _loadSnapshot: await promisify(gunzip)(await file("snapshot.gz")) });
}

/** Python as it starts without the snapshot, of which Pyodide says that it is experimental: slower, with the same answers. */
async function withoutSnapshot(archive: Uint8Array): Promise<Pyodide> {
  const pyodide = await withArchive(archive, {});
  pyodide.runPython(IMPORT);
  return pyodide;
}

/** The memory of Python in which everything is imported that most calls need: loading it takes an eighth of the time. */
export async function snapshotOf(archive: Uint8Array, warmUp: string): Promise<Uint8Array> {
  const pyodide = await withArchive(archive, { _makeSnapshot: true, env: { PYTHONHASHSEED: "0" } });
  pyodide.runPython(IMPORT);
  pyodide.runPython(warmUp);
  return (pyodide as unknown as { makeMemorySnapshot(): Uint8Array }).makeMemorySnapshot();
}

async function withArchive(archive: Uint8Array, options: Options): Promise<Pyodide> {
  const { loadPyodide, version } = await import("pyodide");
  const expected = JSON.parse((await file("pyodide.json")).toString()).version as string;
  if (version !== expected) {
    throw new Error(`pipefilter needs pyodide ${expected}, and ${version} is installed: install the version that it depends on`);
  }
  const pyodide = await loadPyodide(options);
  pyodide.FS.writeFile(ARCHIVE, archive);
  return pyodide;
}

function file(name: string): Promise<Buffer> {
  return readFile(new URL(name, import.meta.url));
}
