# The tests that are data, on the supported Pythons between the oldest and the newest of this machine.
for version in $(supported_versions); do
  interpreter=$(interpreter_of "$version")
  case "$interpreter" in "" | python3 | "$(newest_interpreter)") continue ;; esac
  echo "-- Python $version"
  new_environment "$interpreter" "$work/python$version"
  (
    . "$work/python$version/bin/activate"
    pip install --quiet '.[test]'
    pytest -q -p no:cacheprovider tests/matching/test_conformance.py tests/matching/test_cases.py \
      tests/commands/test_command_line.py tests/project/test_docs.py
  )
done
