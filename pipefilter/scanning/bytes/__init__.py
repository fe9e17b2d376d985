"""Reads the bytes of files: compressed files, UTF-16, files that change meanwhile."""
