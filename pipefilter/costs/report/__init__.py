"""The report of an estimate as a page."""
