"""Events found in bytes."""
