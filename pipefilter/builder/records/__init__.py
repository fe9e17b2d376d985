"""Records of a stream, and their attributes."""
