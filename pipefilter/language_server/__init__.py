"""`pipefilter lsp`: answers editors in the Language Server Protocol; it imports pygls, so only the command imports it."""
