"""The language of event patterns; knows nothing about services, files or infrastructure."""
