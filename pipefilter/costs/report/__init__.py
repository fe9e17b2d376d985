"""The HTML report of an estimate."""
