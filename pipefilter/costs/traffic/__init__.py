"""Traffic measured and counted."""
