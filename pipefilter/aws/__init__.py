"""Calls to AWS. boto3, which an extra installs, is imported only where something is read."""
