"""`pipefilter serve`."""
