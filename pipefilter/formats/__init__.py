"""Results of the application as text, JSON and other formats; nothing here decides anything."""
