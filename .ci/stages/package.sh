# Packages: built twice, byte for byte the same, and complete; the wheel, installed as an image does it, passes its own ready-made patterns.
packaging_environment
unset SOURCE_DATE_EPOCH # without it hatchling gives all files one time, so that whoever builds the sdist gets the same wheel
build() { python -m build --no-isolation "$@" > "$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }; }
build --outdir "$work/packages" . # the wheel from the sdist
# and both from a copy, where files have other times and permissions
mkdir "$work/copy"
git ls-files -z | tar --null --create --files-from - | (umask 077 && tar --extract --touch --no-same-permissions --directory "$work/copy")
build --sdist --wheel --outdir "$work/again" "$work/copy"
for package in "$work"/packages/*; do cmp "$package" "$work/again/${package##*/}"; done
twine check --strict "$work"/packages/*
python packaging/packages.py "$work/packages"

# the RUN instruction of the Dockerfile, in folders below $work
instruction=$(sed -n 's/^RUN //p' packaging/Dockerfile)
mkdir -p "$work/image/opt"
bash -euc "$(sed "s#/opt/#$work/image/opt/#g; s#/packages/#$work/packages/#g" <<< "$instruction")" > "$work/image.log" 2>&1 ||
  { cat "$work/image.log"; exit 1; }
(
  cd "$work/image/opt/pipefilter" || exit
  bin/pipefilter --version
  patterns=$(bin/python -c 'from pipefilter.ready_patterns import ready_folder; print(ready_folder())')
  bin/pipefilter test "$patterns" > "$work/patterns.log" || { cat "$work/patterns.log"; exit 1; }
  echo "$(grep -c '^ok ' "$work/patterns.log") ready-made patterns are as expected"
)
[ -z "${PACKAGES:-}" ] || { mkdir -p "$PACKAGES" && cp "$work"/packages/* "$PACKAGES"; }
