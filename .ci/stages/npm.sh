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
