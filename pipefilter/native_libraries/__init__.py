"""Libraries in C++ that read JSON and find bytes, where they are installed."""
