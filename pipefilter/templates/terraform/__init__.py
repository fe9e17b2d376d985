"""Finds filters in configurations, plans and states of Terraform."""
