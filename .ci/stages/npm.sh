# The npm package: compiled against the oldest versions that it accepts, and packed.
mkdir "$work/npm"
cp -r npm/cdk-validation "$work/npm/source"
(
  cd "$work/npm/source" || exit
  npm ci --silent --ignore-scripts --no-fund --no-audit
  npm run --silent build
  npm pack --silent --pack-destination "$work/npm"
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
