# With all tools, on the newest Python: all tests that are neither nightly nor quick.
# The quick ones run in the stage second_command, on the oldest Python, and at night on the newest.
development_environment
use_tools
selection=(-q -p no:cacheprovider -m "(slow or tools or browser) and not nightly")
# in a process of its own: Spark takes long to start, and each process that pytest-xdist has would start it
pytest "${selection[@]}" tests/traffic/test_spark.py > "$work/spark.log" 2>&1 &
spark=$!
# two processes more than cores, as many of these tests wait for browsers, servers and Node
pytest "${selection[@]}" --durations=20 --numprocesses=$(($(nproc) + 2)) --ignore=tests/traffic/test_spark.py
wait "$spark" || { cat "$work/spark.log"; exit 1; }
tail -n 1 "$work/spark.log"
