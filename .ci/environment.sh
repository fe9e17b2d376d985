# What the stages share. Each stage is sourced with this, in a shell of its own; $work is a folder of this run.

# Python compiles what it imports: of the packages for CDK and Pulumi that is a hundredth
export CI=true PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_COMPILE=0
unset PYTHONPATH HYPOTHESIS_PROFILE PYTEST_ADDOPTS || true
# images for containers often set it: then each of the thousand processes that tests start compiles all that it imports
unset PYTHONDONTWRITEBYTECODE || true

# quick tests that run on every Python: all that is data
data_tests=(tests/matching/test_conformance.py tests/matching/test_cases.py tests/commands/test_command_line.py tests/project/test_docs.py)

# the command in the n-th block of shell code in the README, word for word
readme_command() { awk '/^```sh$/ {n++; getline; if (n == '"$1"') print}' README.md; }

# a new virtual environment: new_environment PYTHON FOLDER
new_environment() { "$1" -m venv "$2"; }

version_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2> /dev/null; }

# the interpreter of a version, or nothing: interpreter_of 3.12
interpreter_of() {
  local candidate
  for candidate in python3 "python$1" "$HOME"/.pyenv/versions/"$1".*/bin/python; do
    [ "$(version_of "$candidate")" = "$1" ] && { echo "$candidate"; return; }
  done
  return 0
}

# the versions of Python that pipefilter supports, the oldest first
supported_versions() { sed -n 's/.*Python :: \(3\.[0-9]*\)".*/\1/p' pyproject.toml; }

# the newest of them that is on this machine
newest_interpreter() {
  local version candidate newest=python3
  for version in $(supported_versions); do
    candidate=$(interpreter_of "$version")
    [ -z "$candidate" ] || newest=$candidate
  done
  echo "$newest"
}

# the environment with all that develops and tests pipefilter, made once a run
development_environment() {
  (
    flock 9
    [ -f "$work/development/ready" ] && exit
    new_environment "$(newest_interpreter)" "$work/development"
    (packaging_environment) # which has uv; it must not take a package of this name and version from its cache
    "$work/packaging/bin/uv" pip install --quiet --refresh-package pipefilter --python "$work/development" '.[dev,tools]' ||
      "$work/development/bin/pip" install --quiet '.[dev,tools]'
    touch "$work/development/ready"
  ) 9> "$work/development.lock"
  . "$work/development/bin/activate"
}

# the environment with what builds packages and lints workflows, at the versions of packaging/requirements.txt
packaging_environment() {
  (
    flock 9
    [ -f "$work/packaging/ready" ] && exit
    python3 -m venv "$work/packaging"
    # uv, which is one of them, installs the others in a tenth of pip's time
    sed -n '/^uv==/,/[^\\]$/p' packaging/requirements.txt > "$work/uv.txt"
    "$work/packaging/bin/pip" install --quiet --require-hashes -r "$work/uv.txt"
    "$work/packaging/bin/uv" pip install --quiet --python "$work/packaging" --require-hashes -r packaging/requirements.txt ||
      "$work/packaging/bin/pip" install --quiet --no-compile --require-hashes -r packaging/requirements.txt
    touch "$work/packaging/ready"
  ) 9> "$work/packaging.lock"
  . "$work/packaging/bin/activate"
}

# Node's packages and the AWS CLI, which the stage "tools" installs
use_tools() {
  local folder
  export PIPEFILTER_TOOLS=needed
  export PATH="$work/node/node_modules/.bin:$work/awscli/bin:$PATH"
  export NODE_PATH=""
  for folder in node cdk pulumi serverless javascript; do NODE_PATH="$NODE_PATH:$work/$folder/node_modules"; done
}
