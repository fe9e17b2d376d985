"""One pattern, one event: the cost of a verdict next to parsing the event. `python benchmarks/matching.py`."""

from __future__ import annotations

import json
import timeit

from pipefilter.language.parse import parse
from pipefilter.matching.event_text import event_tree
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.reference_matcher import ReferenceMatcher

PATTERN = (
    '{"eventName": ["MODIFY"], "dynamodb": {"NewImage": {"status": {"S": ["SHIPPED"]}}, '
    '"OldImage": {"status": {"S": [{"anything-but": "SHIPPED"}]}}}}'
)


def event() -> str:
    """A stream record of about 1,200 bytes."""
    image = {f"attribute{n}": {"S": f"value {n} of this item"} for n in range(8)}
    new, old = {**image, "status": {"S": "SHIPPED"}}, {**image, "status": {"S": "PAID"}}
    return json.dumps(
        {
            "eventID": "e-1",
            "eventName": "MODIFY",
            "dynamodb": {"Keys": {"pk": {"S": "order#7"}}, "NewImage": new, "OldImage": old},
        }
    )


def main() -> None:
    """Print the table."""
    text = event()
    pattern = parse(PATTERN)
    matcher, reference, tree, value = (
        Matcher(pattern),
        ReferenceMatcher(pattern),
        event_tree(text),
        json.loads(text),
    )
    rows = {
        "json.loads(event)": lambda: json.loads(text),
        "compiled, event as JSON": lambda: matcher.matches(text),
        "compiled, event as a dict": lambda: matcher.matches(value),
        "compiled, event as a tree": lambda: matcher.matches_tree(tree),
        "reference, event as JSON": lambda: reference.matches(text),
        "parse(pattern)": lambda: parse(PATTERN),
    }
    times = {name: min(timeit.repeat(work, number=500, repeat=7)) / 500 for name, work in rows.items()}
    print(f"event of {len(text)} bytes")
    for name, seconds in times.items():
        print(f"{name:30} {1e6 * seconds:8.1f} µs {seconds / times['json.loads(event)']:8.2f} x json.loads")


if __name__ == "__main__":
    main()
