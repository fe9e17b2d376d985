"""Arguments and options that several commands take: files, patterns, events, placement, AWS."""
