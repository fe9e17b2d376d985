"""Parses JSON, YAML and HCL into nodes with places."""
