"""What checks ask of a pattern."""
