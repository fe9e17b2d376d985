"""`pipefilter compare`."""
