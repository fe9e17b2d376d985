"""`pipefilter check`."""
