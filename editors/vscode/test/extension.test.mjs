// The extension with a stub of VS Code: what it starts, what it says, and how often.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const { serverSettings, DOCUMENTS, SERVER_ARGUMENTS } = require("./out/settings.js");

test("the server gets the settings that it reads, and no others", () => {
  const values = { service: "pipe", source: "sqs", select: [], ignore: ["PF4"], severity: "note", emulators: false };
  const settings = serverSettings((name) => ({ ...values, command: "/bin/x" })[name]);
  assert.deepEqual(settings, values);
});

test("documents are selected by language, or by the suffixes that no language has", () => {
  const matches = (document) =>
    DOCUMENTS.some(({ scheme, language, pattern }) => {
      const isFile = pattern === undefined || /\.(template|tf)$/.test(document.name);
      return scheme === document.scheme && (language ?? document.language) === document.language && isFile;
    });
  assert.ok(matches({ scheme: "file", language: "yaml", name: "template.yaml" }));
  assert.ok(matches({ scheme: "file", language: "plaintext", name: "stack.template" }));
  assert.ok(matches({ scheme: "untitled", language: "json", name: "Untitled-1" }));
  assert.ok(!matches({ scheme: "git", language: "json", name: "pattern.json" }));
  assert.ok(!matches({ scheme: "file", language: "python", name: "app.py" }));
  assert.deepEqual(SERVER_ARGUMENTS, ["lsp", "--stdio"]);
});
