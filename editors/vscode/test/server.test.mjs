// The real language server, started as the extension starts it: a problem in a pattern is reported, with the extension's settings.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { once } from "node:events";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const { faultOf } = require("./out/installation.js");
const { serverSettings, SERVER_ARGUMENTS } = require("./out/settings.js");
const rpc = require("vscode-languageserver-protocol/node");

const command = process.env.PIPEFILTER_COMMAND;

test("a problem, as the settings select it", { skip: !command && "PIPEFILTER_COMMAND is not set" }, async () => {
  assert.equal(await faultOf(command), undefined);
  assert.deepEqual(await problems({}), ["PF416"]);
  assert.deepEqual(await problems({ ignore: ["PF416"] }), []);
});

/** The codes of the problems in a pattern. */
async function problems(settings) {
  const child = spawn(command, SERVER_ARGUMENTS, { stdio: ["pipe", "pipe", "inherit"], shell: false });
  const connection = rpc.createProtocolConnection(
    new rpc.StreamMessageReader(child.stdout),
    new rpc.StreamMessageWriter(child.stdin),
  );
  const published = new Promise((resolve) => connection.onNotification("textDocument/publishDiagnostics", resolve));
  connection.listen();
  const result = await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    initializationOptions: serverSettings((name) => settings[name]),
  });
  assert.equal(result.serverInfo.name, "pipefilter");
  assert.match(result.serverInfo.version, /^[0-9]+\.[0-9]+/);
  await connection.sendNotification("initialized", {});
  const document = { uri: "untitled:Untitled-1", languageId: "json", version: 1, text: '{"source": ["a", "a"]}' };
  await connection.sendNotification("textDocument/didOpen", { textDocument: document });
  const { diagnostics } = await published;
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  await once(child, "exit");
  connection.dispose();
  return diagnostics.map((each) => each.code);
}
