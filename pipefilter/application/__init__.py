"""The application layer: everything that pipefilter can do, as functions and values for commands, the page and programs."""
