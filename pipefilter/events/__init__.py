"""The shapes of records and events, AWS's own events, and the names that were probably meant."""
