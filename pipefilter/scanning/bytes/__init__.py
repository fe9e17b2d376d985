"""The bytes of files: compressed, in UTF-16, while they change."""
