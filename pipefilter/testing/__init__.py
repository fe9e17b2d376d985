"""Assertions about event patterns and events for your own tests; the failure says why an event does not match.

`assert_matches("template.yaml#OrdersPipe", event)` works in every test framework. `event_cases` is for pytest, where the
plug-in of pipefilter also has the fixture `load_filter`, and tests the events beside a pattern in `match/` and `no-match/`.
"""

from pipefilter.testing.assertions import assert_matches, assert_no_match
from pipefilter.testing.event_case import EventCase
from pipefilter.testing.event_cases import event_cases
from pipefilter.testing.filter_loader import FilterLoader

__all__ = ["EventCase", "FilterLoader", "assert_matches", "assert_no_match", "event_cases"]
