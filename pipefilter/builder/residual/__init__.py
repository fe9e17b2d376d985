"""Code that checks what a pattern leaves open."""
