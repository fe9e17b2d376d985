"""The language of event patterns; knows nothing of services, files or infrastructure."""
