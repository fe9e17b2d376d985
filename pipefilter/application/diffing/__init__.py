"""What a change to files starts or stops matching."""
