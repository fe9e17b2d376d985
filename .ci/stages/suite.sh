# All tests but the nightly ones, with all tools, on the newest Python; and which lines of pipefilter they run.
development_environment
use_tools
export HYPOTHESIS_PROFILE=ci
# on Python 3.12 and later, lines are counted at no cost in this way; branches are counted nightly
python -c 'import sys; sys.exit(sys.version_info < (3, 12))' && export COVERAGE_CORE=sysmon
export COVERAGE_FILE="$work/coverage/lines"
coverage run "$(command -v pytest)" -q -p no:cacheprovider -m "not nightly"
coverage combine -q
coverage report --fail-under=97
