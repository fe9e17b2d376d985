"""Traffic that lies in AWS. boto3, which an extra brings, is imported only where something is read."""
