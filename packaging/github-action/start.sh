#!/usr/bin/env bash
# The only step of the action: runs action.py with a Python that is recent enough. It interprets no input.
set -euo pipefail
for python in python3 python; do
  if "$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
    # neither the repository that is checked nor the environment can replace a module
    exec "$python" -E -s -B "$GITHUB_ACTION_PATH/packaging/github-action/action.py"
  fi
done
echo "::error::pipefilter needs Python 3.11 or later: use actions/setup-python before this action"
exit 2
