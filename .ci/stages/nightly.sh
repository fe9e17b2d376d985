# Long searches for rare faults, on examples that are new each time; and which branches the whole suite takes.
development_environment
use_tools
export HYPOTHESIS_PROFILE=nightly PIPEFILTER_LAW_LINES=300000 PIPEFILTER_LAW_PAIRS=30000
pytest -q -p no:cacheprovider -m "nightly or not (slow or tools or browser or aws)"
unset HYPOTHESIS_PROFILE PIPEFILTER_LAW_LINES PIPEFILTER_LAW_PAIRS
export COVERAGE_FILE="$work/coverage/branches"
coverage run --branch "$(command -v pytest)" -q -p no:cacheprovider -m ""
coverage combine -q
coverage report --fail-under=95
