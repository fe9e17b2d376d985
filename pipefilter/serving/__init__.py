"""`pipefilter serve`: TestEventPattern for AWS SDKs, and a page for people with the JSON API that it calls."""
