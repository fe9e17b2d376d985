/** What the language server is told at its start, and which documents it gets. */

import type { DocumentSelector } from "vscode-languageclient";

/** The names of the settings that the server reads. */
export const SERVER_SETTINGS = ["service", "source", "select", "ignore", "severity", "emulators"] as const;

const LANGUAGES = ["json", "jsonc", "yaml", "cloudformation", "terraform", "opentofu", "hcl"];
const FILES = "**/*.{template,tf}";

/** The documents that may contain patterns; whether they do is decided as in `pipefilter check FOLDER`. */
export const DOCUMENTS: DocumentSelector = [
  ...["file", "untitled"].flatMap((scheme) => LANGUAGES.map((language) => ({ scheme, language }))),
  { scheme: "file", pattern: FILES },
];

/** The settings as the server reads them. */
export function serverSettings(get: (name: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(SERVER_SETTINGS.map((name) => [name, get(name)]));
}

/** How the server is started. */
export const SERVER_ARGUMENTS = ["lsp", "--stdio"];
