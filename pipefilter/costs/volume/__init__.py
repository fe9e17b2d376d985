"""How many events a month has."""
