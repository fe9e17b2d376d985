"""Finds filters in configurations of the Serverless Framework."""
