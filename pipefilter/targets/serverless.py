"""Configuration of the Serverless Framework: events of functions, and resources of CloudFormation for everything else."""

from __future__ import annotations

import re

from pipefilter.sources.source_setup import SourceSetup, source_setup
from pipefilter.targets.cloudformation import filter_property
from pipefilter.targets.cloudformation_properties import Ref, Sub, Value, camel, to_value
from pipefilter.targets.cloudformation_resources import dead_letter_resources, to_template
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.filter_text import FilterText
from pipefilter.targets.target import Target, Unsupported
from pipefilter.targets.yaml_text import yaml_text

__all__ = ["SERVERLESS"]

_ROOTS = {"version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail", "$or"}
_MAX_FILTERS = 10
_OPEN = re.compile(r"(\\*)\$\{([a-z][A-Za-z0-9.-]*[:(])?")


def _pattern(pattern: FilterText) -> Value:
    if pattern.escaped_value is None:
        raise Unsupported(
            "The Serverless Framework accepts event patterns only as objects, and this one has a repeated field name, "
            "a number that an object cannot represent, a dynamic reference, or a character that no template can "
            "contain, such as U+007F: use the target cloudformation, under resources"
        )
    return _escaped(to_value(pattern.escaped_value), frozenset())


def _parameter(name: str) -> str:
    return f"${{param:{camel(name)}}}"


def _mapping(deployment: Deployment) -> str:
    if len(deployment.filters) > _MAX_FILTERS:
        raise Unsupported(
            f"The Serverless Framework accepts at most {_MAX_FILTERS} filters, and there are more: remove or combine some"
        )
    patterns: Value = [_pattern(pattern) for pattern in deployment.filters]
    if not deployment.whole:
        return yaml_text({"filterPatterns": patterns})
    setup = source_setup(deployment.source.name)
    event: dict[str, Value] = {**_event(setup), "batchSize": deployment.batch_size or setup.batch_size}
    if deployment.batch_window:
        is_stream = setup.serverless_event == "stream"
        event["batchWindow" if is_stream else "maximumBatchingWindow"] = deployment.batch_window
    if setup.has_starting_position:
        event["startingPosition"] = deployment.starting_position
    event["filterPatterns"] = patterns
    return _service(deployment, {setup.serverless_event: event})


def _event(setup: SourceSetup) -> dict[str, Value]:
    """The event of a function, with the framework's names for the parts of an event source mapping."""
    if setup.source == "kafka":
        access: Value = {"saslPlainAuth": _parameter("SecretArn")}
        servers: Value = [_parameter("BootstrapServer")]
        return {"accessConfigurations": access, "bootstrapServers": servers, "topic": _parameter("TopicName")}
    event: dict[str, Value] = {"type": setup.source} if setup.serverless_event == "stream" else {}
    event["arn"] = _parameter(setup.arn)
    if setup.destination:
        event[setup.destination.lower()] = _parameter(f"{setup.destination}Name")
    if setup.has_secret:
        event["basicAuthArn"] = _parameter("SecretArn")
    return event


def _rule(deployment: Deployment) -> str:
    names = set(deployment.pattern.escaped_value or ())
    if not names <= _ROOTS:
        unknown = ", ".join(sorted(names - _ROOTS))
        raise Unsupported(
            f"The Serverless Framework does not support {unknown} at the root of a rule's pattern: use the target "
            "cloudformation, under resources"
        )
    pattern = _pattern(deployment.pattern)
    if not deployment.whole:
        return yaml_text({"pattern": pattern})
    return _service(deployment, {"eventBridge": {"eventBus": _parameter("EventBusArn"), "pattern": pattern}})


def _subscription(deployment: Deployment) -> str:
    if deployment.whole and not deployment.function:
        return _resources(deployment)
    policy: dict[str, Value] = {
        "filterPolicyScope": deployment.policy_scope,
        "filterPolicy": _pattern(deployment.pattern),
    }
    if not deployment.whole:
        return yaml_text(policy)
    dead = f"{deployment.name}DeadLetters"  # whose policy the framework adds
    redrive: Value = {"deadLetterTargetRef": dead}
    event: Value = {"arn": _parameter("TopicArn"), **policy, "redrivePolicy": redrive}
    return _service(deployment, {"sns": event}, {dead: dead_letter_resources(deployment)[dead]})


def _service(deployment: Deployment, event: Value, resources: dict[str, Value] | None = None) -> str:
    name = deployment.function or f"{deployment.name[0].lower()}{deployment.name[1:]}"
    functions: Value = {name: {"handler": "index.handler", "events": [event]}}
    others: dict[str, Value] = {"resources": {"Resources": resources}} if resources else {}
    return yaml_text({**_head(deployment), "functions": functions, **others})


def _head(deployment: Deployment) -> dict[str, Value]:
    return {
        "service": deployment.name.lower(),
        "frameworkVersion": "3",
        "provider": {"name": "aws", "runtime": "nodejs20.x"},
    }


def _resources(deployment: Deployment) -> str:
    """Resources of CloudFormation, in which the framework replaces its variables too."""
    if not deployment.whole:
        return yaml_text(_escaped(filter_property(deployment), frozenset()))
    template = to_template(deployment)
    resources = _escaped(template.resources, frozenset(template.parameters))
    return yaml_text({**_head(deployment), "resources": {"Resources": resources}})


def _escaped(value: Value, parameters: frozenset[str]) -> Value:
    """A value with its strings escaped, and the framework's parameters in place of the template's; names stay as they are."""
    if isinstance(value, dict):
        return {name: _escaped(inner, parameters) for name, inner in value.items()}
    if isinstance(value, list):
        return [_escaped(inner, parameters) for inner in value]
    if isinstance(value, Ref) and value.name in parameters:
        return _parameter(value.name)
    if isinstance(value, Sub):
        return value.text.replace("${BootstrapServer}", _parameter("BootstrapServer"))
    return _escaped_string(value) if isinstance(value, str) else value


def _escaped_string(text: str) -> str:
    r"""The string that the framework reads as `text`, and not as a variable of its own: `\${self:x}`.

    https://github.com/serverless/serverless/blob/v3/lib/configuration/variables/parse.js

    Raises:
        Unsupported: its parser has no escape for that: a `$` just before, or one variable in another.
    """
    parts, position = [], 0
    for match in _OPEN.finditer(text):
        slashes = match[1]
        if not slashes and not match[2]:
            continue
        before = text[: match.start()]
        if before.endswith("$") or before.rfind("${") > before.rfind("}"):
            raise Unsupported(
                f"The Serverless Framework cannot write {text!r}, which looks like its own variables: "
                "use the target cloudformation"
            )
        parts += [text[position : match.start()], slashes * 2, "\\${"]
        position = match.start() + len(slashes) + 2
    return "".join([*parts, text[position:]])


SERVERLESS = Target(
    name="serverless",
    title="Serverless Framework",
    what="The property with the filters for the event of a function; for a pipe or a subscriber, for the resource under `resources`.",
    url="https://www.serverless.com/framework/docs/providers/aws/events/streams",
    suffix=".yml",
    renderers={
        "rule": _rule,
        "pipe": _resources,
        "lambda": _mapping,
        "v2": _resources,
        "sns": _subscription,
        "sns-body": _subscription,
    },
    checked_with="`serverless package` (version 3), and cfn-lint on its output. Nothing is deployed.",
)
