"""Filters in Terraform."""
