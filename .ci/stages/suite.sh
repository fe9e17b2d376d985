# All tests but the nightly ones, with all tools, on the newest Python.
development_environment
use_tools
export HYPOTHESIS_PROFILE=ci
pytest -q -p no:cacheprovider -m "not nightly"
