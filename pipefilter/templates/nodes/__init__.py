"""Documents in JSON, YAML and HCL, as nodes with places."""
