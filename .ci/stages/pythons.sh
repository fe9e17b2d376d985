# The tests that are data, on the supported Pythons between the oldest and the newest of this machine.
for version in $(supported_versions); do
  interpreter=$(interpreter_of "$version")
  case "$interpreter" in "" | python3 | "$(newest_interpreter)") continue ;; esac
  echo "-- Python $version"
  new_environment "$interpreter" "$work/python$version"
  (
    . "$work/python$version/bin/activate"
    pip install --quiet '.[test]'
    pytest -q -p no:cacheprovider "${data_tests[@]}"
  )
done
