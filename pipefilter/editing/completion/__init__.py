"""What can be written at the cursor: operators, the names of fields, and values."""
