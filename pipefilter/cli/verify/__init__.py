"""`pipefilter verify`."""
