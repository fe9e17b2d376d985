# Lint, format, types, layers, and the docs: what is generated in them, and the site.
development_environment
ruff check .
ruff format --check .
mypy
lint-imports
python docs/generate.py --check
NO_MKDOCS_2_WARNING=1 mkdocs build --quiet --strict --site-dir "$work/site"
