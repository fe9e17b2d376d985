"""The complete example on moto's server: `python examples/security_notice/run.py [--records FILE]`."""

from __future__ import annotations

import argparse
import json
import logging
from collections import Counter
from pathlib import Path

from account_service import account_service
from account_writes import writes
from moto.server import ThreadedMotoServer
from played_pipe import Outcome, Played

_HERE = "127.0.0.1"
_OUTCOMES: tuple[Outcome, ...] = ("dropped by the filter", "dropped by the enrichment", "notified")


def main() -> None:
    """Write, run the pipe, and print what happened to each write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=Path, help="Write the stream's records to this file, as JSON lines.")
    arguments = parser.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it would log each request
    server = ThreadedMotoServer(_HERE, port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        with account_service(f"http://{host}:{port}") as service:
            changes = list(writes())
            service.write(changes)
            records = service.records()
            assert len(records) == len(changes), "each write has a record"
            if arguments.records:
                arguments.records.write_text("".join(f"{json.dumps(change)}\n" for change in records), "utf-8")
            result = service.play(records)
            _print([change.what for change in changes], result)
            for notice in service.notices():
                print(f"  {notice['account']}: {', '.join(notice['changed'])}")
    finally:
        server.stop()


def _print(what: list[str], result: Played) -> None:
    """Print a row for each kind of write, and the billed requests."""
    counts = Counter(zip(what, result.outcomes, strict=True))
    print(f"{'change':34}{'records':>9}{'filter drops':>14}{'enrichment drops':>18}{'notified':>10}")
    for kind in dict.fromkeys(what):
        dropped, left, notified = (counts[kind, outcome] for outcome in _OUTCOMES)
        print(f"{kind:34}{dropped + left + notified:9}{dropped:14}{left:18}{notified:10}")
    dropped, left, notified = (result.outcomes.count(outcome) for outcome in _OUTCOMES)
    print(f"{'total':34}{len(what):9}{dropped:14}{left:18}{notified:10}")
    print(f"\nThe pipe bills {result.batches} requests for {left + notified} records in batches of up to 10;")
    print(f"{dropped} records are not billed. The queue contains {len(result.notices)} notices:")


if __name__ == "__main__":
    main()
