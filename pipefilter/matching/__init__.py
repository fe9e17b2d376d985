"""Events judged against patterns."""
