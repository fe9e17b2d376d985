"""What the author of a valid pattern probably did not mean: one file a check."""
