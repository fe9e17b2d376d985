/** Starts the language server of the workspace's pipefilter, and keeps it running. */

import * as fs from "node:fs";
import * as os from "node:os";
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  type LanguageClientOptions,
} from "vscode-languageclient/node";
import { discover, type Command } from "./discovery";
import { explanation, faultOf, isOlder, OLDEST_VERSION, type Fault } from "./installation";
import { onInterpreterChange, selectedInterpreter } from "./python";
import { DOCUMENTS, SERVER_ARGUMENTS, serverSettings } from "./settings";

const PAGE = "https://pipefilter.github.io/pipefilter/how-to/editors/";
const MOST_RESTARTS = 3;

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("pipefilter", { log: true });
  server = new Server(output);
  const current = server;
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand("pipefilter.restart", () => current.restart({ isAsked: true })),
    vscode.commands.registerCommand("pipefilter.showOutput", () => output.show()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => current.restart()),
    vscode.workspace.onDidChangeWorkspaceFolders(() => current.restartIfChanged()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("pipefilter.command")) {
        void current.restart();
      }
    }),
  );
  await current.restart();
  const listener = await onInterpreterChange(() => void current.restartIfChanged());
  if (listener) {
    context.subscriptions.push(listener);
  }
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

/** The language server, which is started again if its command changes. */
class Server {
  private client: LanguageClient | undefined;
  private command: Command | undefined;
  /** The messages that the user has seen: each is shown once, until the user asks for a restart. */
  private readonly shown = new Set<string>();
  private restarts = 0;
  /** Starts and stops, one after the other. */
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly output: vscode.LogOutputChannel) {}

  /** Stop the server, and start the one that is found now. */
  restart({ isAsked = false } = {}): Promise<void> {
    if (isAsked) {
      this.shown.clear();
    }
    this.restarts = 0;
    return this.inTurn(async () => {
      await this.stopClient();
      await this.start(await this.found());
    });
  }

  /** Restart it if another command is found now. */
  restartIfChanged(): Promise<void> {
    return this.inTurn(async () => {
      const command = await this.found();
      if (command?.file !== this.command?.file || this.client === undefined) {
        await this.stopClient();
        await this.start(command);
      }
    });
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.stopClient());
  }

  private inTurn(action: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(action).catch((error: unknown) => this.output.error(String(error)));
    return this.queue;
  }

  private found(): Promise<Command | undefined> {
    return discover({
      platform: process.platform,
      setting: vscode.workspace.getConfiguration("pipefilter").get<string>("command", ""),
      folders: (vscode.workspace.workspaceFolders ?? [])
        .filter((folder) => folder.uri.scheme === "file")
        .map((folder) => folder.uri.fsPath),
      isTrusted: vscode.workspace.isTrusted,
      home: os.homedir(),
      searchPath: process.env["PATH"] ?? "",
      isFile,
      realPath,
      interpreter: selectedInterpreter,
    });
  }

  private async start(command: Command | undefined): Promise<void> {
    this.command = command;
    if (command === undefined) {
      this.explain("missing", "pipefilter");
      return;
    }
    this.output.info(`${command.file} (${command.origin})`);
    const fault = await faultOf(command.file);
    if (fault !== undefined) {
      this.output.error(fault.output.trim());
      this.explain(fault.fault, command.file);
      return;
    }
    const run = { command: command.file, args: SERVER_ARGUMENTS, options: { shell: false } };
    const client = new LanguageClient("pipefilter", "pipefilter", run, this.options());
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.client = undefined;
      this.output.error(String(error));
      this.explain("failed", command.file);
      return;
    }
    const version = client.initializeResult?.serverInfo?.version ?? "";
    this.output.info(`pipefilter ${version}`);
    if (isOlder(version, OLDEST_VERSION)) {
      this.explain("too-old", command.file);
    }
  }

  private options(): LanguageClientOptions {
    const settings = vscode.workspace.getConfiguration("pipefilter");
    return {
      documentSelector: DOCUMENTS,
      initializationOptions: serverSettings((name) => settings.get(name)),
      outputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          this.restarts += 1;
          if (this.restarts <= MOST_RESTARTS) {
            return { action: CloseAction.Restart, handled: true };
          }
          this.explain("failed", this.command?.file ?? "pipefilter");
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    };
  }

  private async stopClient(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      this.output.error(String(error)); // it had ended already
    }
  }

  /** Show what to do, once. */
  private explain(fault: Fault, file: string): void {
    const text = explanation(fault, file);
    this.output.warn(text);
    if (this.shown.has(text)) {
      return;
    }
    this.shown.add(text);
    const page = "How to install it";
    const output = "Show output";
    void vscode.window.showWarningMessage(text, page, output).then((choice) => {
      if (choice === page) {
        void vscode.env.openExternal(vscode.Uri.parse(PAGE));
      } else if (choice === output) {
        this.output.show();
      }
    });
  }
}

function isFile(file: string): boolean {
  try {
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

function realPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}
