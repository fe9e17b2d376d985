"""`pipefilter completion`: the completion of commands, options, names and files in shells."""
