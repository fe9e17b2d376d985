"""The number of events in a month."""
