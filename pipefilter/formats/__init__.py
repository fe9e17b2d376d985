"""Formats results of the application as text, JSON, SARIF, CSV and HTML, and decides nothing."""
