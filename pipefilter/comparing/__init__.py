"""What one event pattern matches and another does not: proven, or shown by an event."""
