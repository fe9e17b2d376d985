// Prints how many errors each Ruby file has: node ruby_errors.mjs FOLDER_OF_PRISM FILE ...
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const { loadPrism } = await import(pathToFileURL(`${folder}/src/index.js`));
const parse = await loadPrism();
console.log(JSON.stringify(files.map((file) => parse(readFileSync(file, "utf8")).errors.length)));
