// What is said about a pipefilter that cannot be used.

import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";

const { explanation, faultOf, isOlder } = createRequire(import.meta.url)("./out/installation.js");
const folder = mkdtempSync(path.join(tmpdir(), "pipefilter "));
after(() => rmSync(folder, { recursive: true }));

/** A program that prints this to stderr, and exits with this code. */
function program(message, code) {
  const file = path.join(folder, `pipefilter-${code}-${message.length}`);
  writeFileSync(file, `#!/bin/sh\n[ "$1" = lsp ] || exit 9\necho "${message}" >&2\nexit ${code}\n`);
  chmodSync(file, 0o755);
  return file;
}

test("a command is started once, without input", { skip: process.platform === "win32" }, async () => {
  assert.equal(await faultOf(program("", 0)), undefined);
  assert.equal(await faultOf(program("", 1)), undefined);
  const fault = async (...parameters) => (await faultOf(program(...parameters))).fault;
  assert.equal(await fault("the language server requires pygls: pip install 'pipefilter[lsp]'", 2), "no-extra");
  assert.equal(await fault("Error: No such command 'lsp'.", 2), "too-old");
  assert.equal(await fault("ImportError", 3), "failed");
  assert.equal((await faultOf(path.join(folder, "missing"))).fault, "no-command");
  assert.equal((await faultOf(folder)).fault, "no-command");
});

test("each fault has one sentence or two that say what to do", () => {
  for (const fault of ["missing", "no-command", "no-extra", "too-old"]) {
    assert.match(explanation(fault, "/bin/pipefilter"), /pip install (--upgrade )?'pipefilter\[lsp\]'/);
    assert.doesNotMatch(explanation(fault, "/bin/pipefilter"), /\n/);
  }
});

test("versions are compared by their numbers", () => {
  assert.ok(isOlder("0.1.0", "0.2.0"));
  assert.ok(isOlder("0.9.9", "0.10.0"));
  assert.ok(!isOlder("0.10.0", "0.9.9"));
  assert.ok(!isOlder("1.0.0", "1.0.0"));
  assert.ok(!isOlder("1.0.0.dev1", "1.0.0"));
  assert.ok(!isOlder("", "1.0.0"));
});
