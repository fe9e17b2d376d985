"""What a filter saves in dollars, computed as AWS bills, from sample traffic."""
