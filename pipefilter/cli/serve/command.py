"""`pipefilter serve`: serves TestEventPattern for AWS SDKs, and a web UI."""

from __future__ import annotations

import errno
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

from pipefilter.cli.inputs.files import InputError
from pipefilter.cli.terminal.exit_codes import YES
from pipefilter.cli.terminal.help_page import GroupedCommand, examples
from pipefilter.cli.terminal.output import message, print_json, result

if TYPE_CHECKING:
    from pipefilter.serving.http_server import PageServer, ServerSettings

__all__ = ["command"]


@click.command(
    "serve",
    cls=GroupedCommand,
    groups={
        "Server": ("--port", "--host", "--allowed-host", "--max-body"),
        "Output": ("--open", "--quiet", "--json"),
    },
    epilog=examples(
        "pipefilter serve",
        "pipefilter serve --port 0 --json",
        "pipefilter serve --host 0.0.0.0 --allowed-host pipefilter --quiet",
    ),
)
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=4010,
    metavar="N",
    help="Port to listen on; 0 for any free port. [default: 4010]",
)
@click.option(
    "--host",
    default="127.0.0.1",
    metavar="HOST",
    help="Address to listen on; any other than 127.0.0.1 gives other machines access. [default: 127.0.0.1]",
)
@click.option(
    "--allowed-host",
    "allowed_hosts",
    multiple=True,
    metavar="NAME",
    help="Accept requests to this host name too, e.g. the name of a container.",
)
@click.option(
    "--max-body",
    type=click.IntRange(1, 64),
    default=2,
    metavar="MIB",
    help="Maximum size of a request, in MiB. [default: 2]",
)
@click.option("--open", "opens_browser", is_flag=True, help="Open the web UI in the browser.")
@click.option("-q", "--quiet", is_flag=True, help="Print only errors and the URL.")
@click.option("--json", "as_json", is_flag=True, help="Print the URL and the port as one JSON object.")
def command(
    port: int,
    host: str,
    allowed_hosts: tuple[str, ...],
    max_body: int,
    opens_browser: bool,
    quiet: bool,
    as_json: bool,
) -> int:
    """Serve TestEventPattern for any AWS SDK, and a web UI.

    Both use the same port. Use the printed URL as the endpoint URL of SDKs and the AWS CLI. Open the same URL in a browser for the web UI: it
    tests a pattern against an event while you type, explains the verdict, and prints the filters for deployment tools.
    Nothing leaves this machine, and nothing is stored.

    Press Ctrl-C to stop the server. It logs each request to standard error.

    Exit code: 0 if stopped by Ctrl-C, 2 if the server cannot listen on this port.
    """
    if not host.strip():
        raise click.UsageError("--host requires an address of this machine, such as 127.0.0.1")
    from pipefilter.serving.http_server import ServerSettings
    from pipefilter.serving.request_origin import is_loopback

    settings = ServerSettings(
        host=host,
        port=port,
        further_hosts=allowed_hosts,
        max_body=max_body << 20,
        log_access=_nothing if quiet else _log,
        log_fault=_log,
    )
    server = _listening(settings)
    try:
        with _ended_by_sigterm():
            if not is_loopback(host):
                message(f"Warning: with {host}, other machines have access, and there is no password")
            if as_json:
                print_json({"url": server.url, "port": server.server_port})
            else:
                result(server.url)
            sys.stdout.flush()
            if not quiet and not as_json:
                message(
                    "Open this URL in a browser, or use it as the endpoint URL of an AWS SDK. Press Ctrl-C to stop."
                )
            if opens_browser:
                _open(server.url)
            server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
    return YES


def _open(url: str) -> None:
    """Open the web UI in the browser; in a thread, as a browser in the terminal blocks it until it is closed."""

    def open_page() -> None:
        import webbrowser

        if not webbrowser.open(url):
            _log(f"Warning: no browser was found; open {url} yourself")

    threading.Thread(target=open_page, name="opening the page", daemon=True).start()


def _listening(settings: ServerSettings) -> PageServer:
    from pipefilter.serving.http_server import PageServer

    where = f"port {settings.port} of {settings.host}"
    try:
        return PageServer(settings)
    except socket.gaierror:
        raise InputError(f"there is no host {settings.host}: use an address of this machine") from None
    except (OSError, UnicodeError) as error:  # UnicodeError: a name that cannot be one
        number = error.errno if isinstance(error, OSError) else None
        if number == errno.EADDRINUSE:
            sentence = f"{where} is in use: use another --port, or --port 0 for any free port"
        elif number == errno.EACCES:
            sentence = f"{where} requires more privileges: use a --port above 1023"
        elif number == errno.EADDRNOTAVAIL:
            sentence = f"{settings.host} is not an address of this machine: use one that is"
        else:
            sentence = f"cannot listen on {where}: {error}"
        raise InputError(sentence) from None


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Let SIGTERM, which stops containers, act like Ctrl-C; if it is ignored, it stays ignored."""
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGTERM) == signal.SIG_IGN:
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _log(line: str) -> None:
    with suppress(OSError, ValueError):  # nobody reads it
        message(line)


def _nothing(line: str) -> None:
    del line
