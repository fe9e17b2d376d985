# Lint, format, types, layers, and what is generated in the docs.
development_environment
ruff check .
ruff format --check .
mypy
lint-imports
python docs/generate.py --check
