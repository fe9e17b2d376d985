"""Events read from files and streams."""
