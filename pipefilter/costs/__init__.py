"""What a filter saves in dollars: billing as AWS does it, on sample traffic."""
