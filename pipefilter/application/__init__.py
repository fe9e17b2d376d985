"""What pipefilter can do, as functions and values: commands, pages and programs call it, and it decides."""
