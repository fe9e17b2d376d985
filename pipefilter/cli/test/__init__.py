"""`pipefilter test`."""
