"""Schemas of users' own events, from OpenAPI and JSON Schema documents, as shapes."""
