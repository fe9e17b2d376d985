// Compiles an archive of Python code in Pyodide: node pyodide_compiler.mjs FOLDER_OF_PYODIDE SOURCES.zip OUTPUT.zip
// Each module becomes a .pyc file beside the others, without its source: Python checks nothing about it when it imports it.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const CODE = `
import ast
import importlib.util
import json
import marshal
import zipfile

TIME = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP file can have: equal code has equal bytes
UNCHECKED_HASH = (0b01).to_bytes(4, "little")
HEADER = importlib.util.MAGIC_NUMBER + UNCHECKED_HASH + bytes(8)


def compiled(name, source):
    tree = ast.parse(source, name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            strip_docstring(node)
    return HEADER + marshal.dumps(compile(tree, name, "exec", dont_inherit=True))


def strip_docstring(node):  # nobody reads them in Pyodide, and they are a fifth of what users load
    match node.body:
        case [ast.Expr(value=ast.Constant(value=str())) as docstring, *rest]:
            node.body = rest or [ast.copy_location(ast.Pass(), docstring)]


with zipfile.ZipFile("/sources.zip") as sources, zipfile.ZipFile("/output.zip", "w", zipfile.ZIP_DEFLATED) as output:
    for name in sorted(sources.namelist()):
        data = sources.read(name)
        if name.endswith(".py"):
            name, data = name + "c", compiled(name, data)
        output.writestr(zipfile.ZipInfo(name, TIME), data, zipfile.ZIP_DEFLATED, 9)
    facts = json.dumps({"pyodide": VERSION, "magic": importlib.util.MAGIC_NUMBER.hex()}) + "\\n"
    output.writestr(zipfile.ZipInfo("archive.json", TIME), facts, zipfile.ZIP_DEFLATED, 9)
`;

const [folder, sources, output] = process.argv.slice(2);
const { loadPyodide, version } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: `${folder}/`, env: { PYTHONHASHSEED: "0" } });
pyodide.FS.writeFile("/sources.zip", new Uint8Array(readFileSync(sources)));
pyodide.globals.set("VERSION", version);
pyodide.runPython(CODE);
writeFileSync(output, pyodide.FS.readFile("/output.zip"));
