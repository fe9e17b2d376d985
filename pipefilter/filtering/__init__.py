"""Records judged as a service judges them: taken out of their wrappers, decoded, put to all filters."""
