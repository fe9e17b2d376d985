"""`pipefilter serve`: TestEventPattern for AWS SDKs, and a web UI with its JSON API."""
