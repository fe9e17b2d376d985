"""Records as a service evaluates them: unwrapped, decoded, and matched against all filters."""
