"""`pipefilter generate`."""
