// Writes what Python needs beside the compiled code: the version of Pyodide, and its memory after the first calls.
// Templates are not read in them: Pyodide restores no memory that has grown, and with their modules it would.
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const library = new URL("../lib/", import.meta.url);
const WARM_UP = `
import json

PATTERN, EVENT = '{"source": ["orders"]}', '{"source": "orders"}'
CALLS = [
    {"call": "matches", "pattern": {"text": PATTERN}, "event": EVENT},
    {"call": "explain", "pattern": {"text": PATTERN}, "event": "{}"},
    {"call": "evaluate", "pattern": {"text": PATTERN}, "event": EVENT},
    {"call": "failure", "pattern": {"text": PATTERN}, "event": "{}", "must_match": True},
    {"call": "matches", "pattern": {"text": "{}"}, "event": EVENT},
    {"call": "check", "name": "pattern.json", "text": PATTERN},
]
for each in CALLS:
    answer(json.dumps({"options": {}, **each}))

import random, sys
if "random" in sys.modules:
    random.seed(0)
`;

const settings = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const version = settings.dependencies.pyodide;
writeFileSync(new URL("pyodide.json", library), `${JSON.stringify({ version })}\n`);
process.argv[1] = "snapshot.mjs"; // Pyodide keeps it in the memory, where the path of this machine has no place
const { snapshotOf } = await import(new URL("python.mjs", library));
const memory = await snapshotOf(new Uint8Array(readFileSync(new URL("python.zip", library))), WARM_UP);
writeFileSync(new URL("snapshot.gz", library), gzipSync(memory, { level: 9 }));
