# The workflows and the action of GitHub, the Dockerfile, and the scripts of CI, each with its linter.
packaging_environment
zizmor --offline --quiet .github action.yml
check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml examples/ci/github-*.yml
check-jsonschema --builtin-schema vendor.github-actions action.yml
check-jsonschema --builtin-schema vendor.gitlab-ci examples/ci/gitlab-ci.yml
check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
hadolint packaging/Dockerfile
# the scripts share variables, and are sourced under names that it cannot know
shellcheck --shell=bash --severity=warning --exclude=SC1090,SC2034,SC2154 .ci/run .ci/environment.sh .ci/stages/*.sh packaging/github-action/start.sh
