"""What commands are given: files, patterns, events, and where they are from."""
