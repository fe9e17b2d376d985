"""Patterns for records of a DynamoDB stream, built from conditions on what changed, so that no wanted record is lost."""
