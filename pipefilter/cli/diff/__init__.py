"""`pipefilter diff`."""
