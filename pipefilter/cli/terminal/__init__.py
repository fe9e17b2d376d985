"""What commands print, and how it looks on a terminal."""
