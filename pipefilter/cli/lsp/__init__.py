"""`pipefilter lsp`."""
