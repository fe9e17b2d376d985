"""Hypothesis strategies for event patterns and events, so that you can property-test your own filters.

`@given(events_matching(pattern))` gives events that the pattern takes. Needs
`pip install pipefilter[hypothesis]`.
"""

from pipefilter.strategies.event_patterns import event_patterns
from pipefilter.strategies.events import events_matching, events_near, events_not_matching

__all__ = ["event_patterns", "events_matching", "events_near", "events_not_matching"]
