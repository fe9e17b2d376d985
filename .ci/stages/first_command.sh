# README's first command, word for word, in a new environment; and the command that it installs, elsewhere.
new_environment python3 "$work/first"
(. "$work/first/bin/activate" && bash -euc "$(readme_command 1)")
(cd "$work" && ./first/bin/pipefilter patterns)
