"""`pipefilter build`."""
