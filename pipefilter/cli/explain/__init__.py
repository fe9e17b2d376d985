"""`pipefilter explain`."""
