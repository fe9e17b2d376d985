// Runs Python code in Pyodide: node run_in_pyodide.mjs FOLDER_OF_PYODIDE ARCHIVE CODE. The archive is unpacked in /work.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, archive, code] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: `${folder}/` });
pyodide.unpackArchive(new Uint8Array(readFileSync(archive)), "zip", { extractDir: "/work" });
try {
  pyodide.runPython(code);
} catch (error) {
  console.error(error.message); // without the text of Pyodide, in which it was thrown
  process.exitCode = 1;
}
