# The workflows of GitHub Actions, the Dockerfile, and the scripts of CI, each with its linter.
packaging_environment
zizmor --offline --quiet .github
check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
hadolint packaging/Dockerfile
# the scripts share variables, and are sourced under names that it cannot know
shellcheck --shell=bash --severity=warning --exclude=SC1090,SC2034,SC2154 .ci/run .ci/environment.sh .ci/stages/*.sh
