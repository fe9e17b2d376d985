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
# the plug-in for pytest: the wheel and pytest alone, in a project that is not ours, in one process and in two
new_environment python3 "$work/foreign"
"$work/foreign/bin/pip" install --quiet "$work"/packages/*.whl pytest pytest-xdist
cp -r examples/pytest "$work/project"
rm "$work/project/test_properties.py" # needs Hypothesis
(
  cd "$work/project" || exit
  touch pytest.ini # so that the project is the root folder
  for processes in 0 2; do "$work/foreign/bin/pytest" -q -W error --strict-config -n "$processes" || exit; done
  mkdir elsewhere && cd elsewhere && echo 'def test_nothing(): pass' > test_nothing.py || exit
  "$work/foreign/bin/python" -c '
import sys, pytest
assert pytest.main(["-q", "."]) == 0
names = {name for name in sys.modules if name.partition(".")[0] == "pipefilter"}
assert names == {"pipefilter", "pipefilter.pytest_plugin"}, names'
) > "$work/plugin.log" 2>&1 || { cat "$work/plugin.log"; exit 1; }
[ -z "${PACKAGES:-}" ] || { mkdir -p "$PACKAGES" && cp "$work"/packages/* "$PACKAGES"; }
