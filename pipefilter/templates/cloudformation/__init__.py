"""Finds filters in templates of CloudFormation and AWS SAM."""
