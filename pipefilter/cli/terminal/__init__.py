"""How commands print: results, messages, tables, progress, exit codes."""
