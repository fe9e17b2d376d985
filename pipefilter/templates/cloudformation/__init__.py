"""Filters in CloudFormation and AWS SAM."""
