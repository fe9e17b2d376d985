"""JSON text as AWS's parser reads it."""
