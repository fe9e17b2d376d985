# README's second command, word for word, in a new environment: it installs, and passes the quick tests.
new_environment python3 "$work/second"
(. "$work/second/bin/activate" && bash -euc "$(readme_command 2)")
