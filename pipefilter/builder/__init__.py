"""Patterns for the records of a DynamoDB stream: conditions on what changed, and the patterns that lose none of them."""
