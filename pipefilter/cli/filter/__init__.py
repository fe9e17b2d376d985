"""`pipefilter filter`."""
