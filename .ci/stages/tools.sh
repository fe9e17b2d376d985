# Installs what tests need beyond pip: Node, Java, Chromium, shells and readers of man pages of Debian, Node's packages, and the AWS CLI.
debian=()
command -v npm > /dev/null || debian+=(nodejs npm)
command -v java > /dev/null || debian+=(default-jre-headless)
command -v chromium > /dev/null || debian+=(chromium)
for program in zsh fish mandoc groff; do command -v "$program" > /dev/null || debian+=("$program"); done
[ ${#debian[@]} -eq 0 ] || { apt-get update -qq && apt-get install -y -qq "${debian[@]}" > /dev/null; }

node_packages() {
  local folder=$1
  shift
  npm install --silent --no-fund --no-audit --prefix "$work/$folder" "$@"
}
node_packages node typescript@5 jsonata@2.0.6 @aws-sdk/client-eventbridge@3
node_packages node pyodide@314.0.7 @ruby/prism@1 # Python 3.14, and a parser for the Homebrew formula
# what tests of users run the npm package with
node_packages javascript pyodide@314.0.7 typescript@5 jest@30 @types/jest@30 @types/node@20 vitest@4
node_packages cdk @types/node@22 aws-cdk-lib@2.275.0 constructs@10 aws-cdk@2.1148.1
# the only alpha packages there that go together; they ask for another aws-cdk-lib, and work with this one
node_packages cdk --legacy-peer-deps @aws-cdk/aws-pipes-alpha@2.175.1-alpha.0 \
  @aws-cdk/aws-pipes-sources-alpha@2.175.1-alpha.0 @aws-cdk/aws-pipes-targets-alpha@2.175.1-alpha.0
node_packages pulumi @pulumi/pulumi@3 @pulumi/aws@7
node_packages serverless serverless@3

# in an environment of its own, as it wants a botocore of its own
new_environment python3 "$work/awscli"
(packaging_environment)
"$work/packaging/bin/uv" pip install --quiet --python "$work/awscli" awscli ||
  "$work/awscli/bin/pip" install --quiet awscli
