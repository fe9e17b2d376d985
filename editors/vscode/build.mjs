// Bundles the extension into one file, with the licenses of what is in it; with --test, the modules that tests import.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const options = { bundle: true, platform: "node", target: "node18", format: "cjs", external: ["vscode"], logLevel: "warning" };

if (process.argv.includes("--test")) {
  const entryPoints = ["src/discovery.ts", "src/installation.ts", "src/settings.ts"];
  await build({ ...options, entryPoints, outdir: "test/out" });
} else {
  const outfile = "dist/extension.js";
  const { metafile } = await build({
    ...options,
    entryPoints: ["src/extension.ts"],
    outfile,
    minify: true,
    metafile: true,
  });
  writeFileSync("dist/licenses.txt", licenses(Object.keys(metafile.inputs)));
}

/** The licenses of the packages that these files are from. */
function licenses(files) {
  const folders = new Set(files.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter(Boolean));
  const texts = [...folders].sort().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const license = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    if (license === undefined) {
      throw new Error(`${name} has no license`);
    }
    return `${name} ${version}\n\n${readFileSync(`${folder}/${license}`, "utf8").trim()}\n`;
  });
  return `extension.js contains these packages:\n\n${texts.join(`\n${"-".repeat(80)}\n\n`)}`;
}
