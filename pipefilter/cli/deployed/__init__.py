"""`pipefilter deployed`."""
