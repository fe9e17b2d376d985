# The npm packages: compiled against the oldest versions that they accept, and packed.
mkdir "$work/npm"
packed() {
  npm pack --silent --pack-destination "$work/npm"
}
(
  cp -r npm/cdk-validation "$work/npm/cdk-validation"
  cd "$work/npm/cdk-validation" || exit
  npm ci --silent --ignore-scripts --no-fund --no-audit
  npm run --silent build
  packed
)
(
  cp -r npm/pipefilter "$work/npm/pipefilter"
  cd "$work/npm/pipefilter" || exit
  npm ci --silent --ignore-scripts --no-fund --no-audit
  npm run --silent build
)
(packaging_environment) # which has PyYAML
"$work/packaging/bin/python" packaging/pyodide_archive.py "$work/npm/pipefilter/lib/python.zip" --pyodide "$work/npm/pipefilter/node_modules/pyodide"
(
  cd "$work/npm/pipefilter" || exit
  npm run --silent snapshot
  packed
)
[ -z "${NPM_PACKAGES:-}" ] || { mkdir -p "$NPM_PACKAGES" && cp "$work"/npm/*.tgz "$NPM_PACKAGES"; }

# The VS Code extension: its types checked, and packed.
cp -r editors/vscode "$work/npm/vscode"
(
  cd "$work/npm/vscode" || exit
  npm ci --silent --ignore-scripts --no-fund --no-audit
  npm run --silent package -- --out "$work/npm/pipefilter.vsix" > "$work/npm/vsce.log" || { cat "$work/npm/vsce.log"; exit 1; }
)
[ -z "${EXTENSIONS:-}" ] || { mkdir -p "$EXTENSIONS" && cp "$work/npm/pipefilter.vsix" "$EXTENSIONS/pipefilter-vscode-$(node -p 'require("./editors/vscode/package.json").version').vsix"; }
