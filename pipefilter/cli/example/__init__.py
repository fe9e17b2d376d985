"""`pipefilter example`."""
