"""What the checks share: the pattern's fields and places, and how a problem is reported."""
