"""Code that checks what a pattern leaves to check, in Python, TypeScript and JSONata."""
