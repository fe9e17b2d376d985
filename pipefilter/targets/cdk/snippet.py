"""The filters alone, as lines to put into a CDK program of any language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipefilter.dataclass import dataclass
from pipefilter.targets.cdk.alpha import alpha_filter
from pipefilter.targets.cdk.filters import filter_members, override
from pipefilter.targets.cdk.subscription import policy_members, policy_override, property_members
from pipefilter.targets.cdk.value import Cdk, Struct
from pipefilter.targets.deployment import Deployment

__all__ = ["SnippetSyntax", "snippet"]


@dataclass(frozen=True, slots=True)
class SnippetSyntax:
    """How a language writes the lines.

    Args:
        comment: what a comment begins with.
        method: the method of a topic that adds a subscription.
        member: writes a property or an argument, with the end of its line.
        statement: writes a call, with the end of its line.
        is_python: whether it is Python, which the alpha constructs depend on.
    """

    comment: str
    method: str
    member: Callable[[str, Cdk], str]
    statement: Callable[[Cdk], str]
    is_python: bool


def snippet(deployment: Deployment, syntax: SnippetSyntax) -> str:
    """The property or the argument with the filters, or a call if no property accepts them."""
    if deployment.policy_scope and not deployment.alpha:
        return _both_forms(deployment, syntax)
    is_alpha = deployment.alpha
    members = alpha_filter(deployment, is_python=syntax.is_python) if is_alpha else filter_members(deployment)
    name, value = next(iter(members.items()))
    if name == "eventPattern" and isinstance(value, str):  # no property accepts a string
        return f"{syntax.comment} Call this on an events.CfnRule.\n{syntax.statement(override(value))}"
    is_of_rule = name == "eventPattern" and not isinstance(value, Struct)
    note = f"{syntax.comment} For events.CfnRule, as events.Rule cannot express this pattern.\n"
    return f"{note if is_of_rule else ''}{syntax.member(name, value)}"


def _both_forms(deployment: Deployment, syntax: SnippetSyntax) -> str:
    """The properties of a subscription that CloudFormation has, and those of the CDK's own constructs if they can express it."""
    forms = [_form("sns.CfnSubscription", property_members(deployment), syntax)]
    forms += [
        f"{syntax.comment} Call this on the sns.CfnSubscription:\n{syntax.statement(call)}"
        for call in policy_override(deployment)
    ]
    if members := policy_members(deployment):
        forms.append(_form(f"sns.Subscription, topic.{syntax.method} and event sources", members, syntax))
    return "\n".join(forms)


def _form(users: str, members: Mapping[str, Cdk], syntax: SnippetSyntax) -> str:
    lines = (syntax.member(name, value) for name, value in members.items())
    return f"{syntax.comment} For {users}:\n{''.join(lines)}"
