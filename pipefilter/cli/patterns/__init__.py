"""`pipefilter patterns`."""
