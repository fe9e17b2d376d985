// Which pipefilter is started: for each place where it may be, and for a workspace that is not trusted.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

const { discover } = createRequire(import.meta.url)("./out/discovery.js");

/** Surroundings in which these files exist. */
function surroundings(files, changes = {}) {
  return {
    platform: "linux",
    setting: "",
    folders: ["/shop", "/billing"],
    isTrusted: true,
    home: "/home/me",
    searchPath: "/usr/local/bin:/usr/bin",
    isFile: (file) => files.includes(file),
    realPath: (file) => file,
    interpreter: async () => undefined,
    ...changes,
  };
}

const everywhere = [
  "/shop/venv/bin/pipefilter",
  "/shop/.venv/bin/pipefilter",
  "/billing/.venv/bin/pipefilter",
  "/conda/bin/pipefilter",
  "/usr/bin/pipefilter",
];
const interpreter = async () => "/conda/bin/python";

test("the setting is before everything else", async () => {
  for (const [setting, file] of [
    ["/opt/pipefilter", "/opt/pipefilter"],
    ["tools/pipefilter", "/shop/tools/pipefilter"],
    ["${workspaceFolder}/tools/pipefilter", "/shop/tools/pipefilter"],
    ["~/bin/pipefilter", "/home/me/bin/pipefilter"],
    ["pipefilter", "/usr/bin/pipefilter"],
    ["pipefilter-next", "pipefilter-next"],
    [" /opt/pipefilter ", "/opt/pipefilter"],
  ]) {
    const found = await discover(surroundings(everywhere, { setting, interpreter }));
    assert.deepEqual(found, { file, origin: "setting" });
  }
});

test("without a setting: the environment, the interpreter, PATH", async () => {
  const order = [
    ["/shop/.venv/bin/pipefilter", "environment"],
    ["/shop/venv/bin/pipefilter", "environment"],
    ["/billing/.venv/bin/pipefilter", "environment"],
    ["/conda/bin/pipefilter", "interpreter"],
    ["/usr/bin/pipefilter", "PATH"],
  ];
  let files = everywhere;
  for (const [file, origin] of order) {
    assert.deepEqual(await discover(surroundings(files, { interpreter })), { file, origin });
    files = files.filter((each) => each !== file);
  }
  assert.equal(await discover(surroundings(files, { interpreter })), undefined);
});

test("an interpreter without pipefilter is passed over", async () => {
  const found = await discover(surroundings(["/usr/bin/pipefilter"], { interpreter }));
  assert.deepEqual(found, { file: "/usr/bin/pipefilter", origin: "PATH" });
});

test("a workspace that is not trusted starts nothing inside it", async () => {
  const untrusted = { isTrusted: false, interpreter: async () => assert.fail("it must not be asked") };
  const inside = ["/shop/.venv/bin/pipefilter", "/shop/bin/pipefilter", "bin/pipefilter", "/link/pipefilter"];
  const searchPath = "bin:.::/shop/bin:/link:/usr/bin";
  const realPath = (file) => file.replace(/^\/link\b/, "/billing/bin");
  assert.equal(await discover(surroundings(inside, { ...untrusted, searchPath, realPath })), undefined);
  const outside = [...inside, "/usr/bin/pipefilter"];
  assert.deepEqual(await discover(surroundings(outside, { ...untrusted, searchPath, realPath })), {
    file: "/usr/bin/pipefilter",
    origin: "PATH",
  });
  // a folder with a similar name is not inside
  const beside = ["/shop-tools/pipefilter"];
  const found = await discover(surroundings(beside, { ...untrusted, searchPath: "/shop-tools" }));
  assert.equal(found?.file, "/shop-tools/pipefilter");
});

test("a folder that is a link does not hide what is inside it", async () => {
  const found = await discover(
    surroundings(["/real/bin/pipefilter"], {
      isTrusted: false,
      folders: ["/shop"],
      searchPath: "/real/bin",
      realPath: (file) => file.replace(/^\/shop\b/, "/real"),
    }),
  );
  assert.equal(found, undefined);
});

test("on Windows, programs end in .exe, and environments have Scripts", async () => {
  const windows = { platform: "win32", folders: ["C:\\shop"], searchPath: "C:\\Tools;C:\\Windows", home: "C:\\Users\\me" };
  const environment = "C:\\shop\\.venv\\Scripts\\pipefilter.exe";
  assert.equal((await discover(surroundings([environment], windows)))?.file, environment);
  assert.equal((await discover(surroundings(["C:\\Tools\\pipefilter.exe"], windows)))?.file, "C:\\Tools\\pipefilter.exe");
  const scripts = "C:\\Python\\Scripts\\pipefilter.exe";
  const python = { ...windows, interpreter: async () => "C:\\Python\\python.exe" };
  assert.deepEqual(await discover(surroundings([scripts], python)), { file: scripts, origin: "interpreter" });
  const setting = await discover(surroundings([], { ...windows, setting: "~\\bin\\pipefilter.exe" }));
  assert.equal(setting?.file, "C:\\Users\\me\\bin\\pipefilter.exe");
});

test("without a folder, only the setting and PATH count", async () => {
  assert.deepEqual(await discover(surroundings(everywhere, { folders: [] })), {
    file: "/usr/bin/pipefilter",
    origin: "PATH",
  });
  assert.equal((await discover(surroundings([], { folders: [], setting: "bin/pipefilter" })))?.file, "bin/pipefilter");
});
