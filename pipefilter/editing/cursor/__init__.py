"""Where the cursor is: the pattern that it is in, and the place in this pattern."""
