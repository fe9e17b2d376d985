"""`pipefilter estimate`."""
