"""Conditions on records of a DynamoDB stream, and how they are written in Python, JSON and extended patterns."""
