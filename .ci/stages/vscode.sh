# The extension in a real VS Code, which code-server serves to Chromium. `.ci/run tools vscode` runs it.
development_environment
use_tools
npm install --silent --no-fund --no-audit --ignore-scripts --prefix "$work/code-server" code-server@4.96.4
# its scripts would build what is not needed here, and fetch from GitHub what npm has, too
headers=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
[ ! -f "$headers/include/node/node.h" ] || export npm_config_nodedir=$headers
(
  cd "$work/code-server/node_modules/code-server/lib/vscode" || exit
  rm npm-shrinkwrap.json
  npm install --silent --no-fund --no-audit --ignore-scripts --omit=dev
  npm rebuild --silent @vscode/spdlog native-watchdog node-pty @parcel/watcher
)
(cd "$work/code-server" && npm rebuild --silent argon2)
export PIPEFILTER_CODE_SERVER="$work/code-server/node_modules/code-server/out/node/entry.js"
pytest -q -p no:cacheprovider -n0 -m "" tests/editors/test_real_vscode.py
