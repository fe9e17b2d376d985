"""`pipefilter capture`."""
