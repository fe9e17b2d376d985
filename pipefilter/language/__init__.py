"""What an event pattern is; knows nothing of services, files or infrastructure."""
