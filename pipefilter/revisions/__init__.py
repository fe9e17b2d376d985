"""Reading files of git revisions without checking them out."""
