"""Filters of the Serverless Framework."""
