"""What a part of a pattern means, for the pointer that rests on it."""
