"""Hypothesis strategies for event patterns and events, to property-test your own filters.

`@given(events_matching(pattern))` draws events that match the pattern. Needs `pip install pipefilter[hypothesis]`.
"""

from pipefilter.strategies.event_patterns import event_patterns
from pipefilter.strategies.events import events_matching, events_near, events_not_matching

__all__ = ["event_patterns", "events_matching", "events_near", "events_not_matching"]
