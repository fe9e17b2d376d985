# With all tools, on the newest Python: all tests that are neither nightly nor quick.
# The quick ones run in the stage second_command, on the oldest Python, and at night on the newest.
development_environment
use_tools
# one process more than cores, as many of these tests wait for browsers, servers and Node
pytest -q -p no:cacheprovider --numprocesses=$(($(nproc) + 1)) -m "(slow or tools or browser) and not nightly"
