"""What an editor needs to know about a document while it is typed: without the protocol of any editor."""
