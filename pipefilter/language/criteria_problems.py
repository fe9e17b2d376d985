"""Problems with filter criteria, other than those of the patterns in them."""

from __future__ import annotations

from pipefilter.errors import ProblemKind

__all__ = [
    "CRITERIA_NOT_OBJECT",
    "LIST_AS_PATTERN",
    "NO_FILTER",
    "NO_FILTERS",
    "NO_POLICY",
    "NO_POLICY_SCOPE",
    "NO_SCOPE",
]

NO_FILTERS = ProblemKind(
    "PF150",
    "Filters that are not a list: filter criteria must contain a list",
    "{name} must be a list of filters",
    'Filter criteria have the form {{"Filters": [{{"Pattern": "..."}}]}}.',
    'write {{"Filters": [{{"Pattern": "..."}}]}}',
    wording="pipefilter",
)
NO_FILTER = ProblemKind(
    "PF151",
    "Filter without a pattern: each filter must be an object with Pattern",
    "Each filter must be an object with Pattern",
    'Filter criteria have the form {{"Filters": [{{"Pattern": "..."}}]}}.',
    'write {{"Pattern": "..."}}',
    wording="pipefilter",
)
NO_SCOPE = ProblemKind(
    "PF152",
    "Unknown scope: it must be DATA, METADATA or SYSTEM_METADATA",
    "Scope must be DATA, METADATA or SYSTEM_METADATA",
    "A filter of an EventBridge v2 subscriber applies to one part of the event.",
    "use DATA for the event itself",
    wording="pipefilter",
)
NO_POLICY_SCOPE = ProblemKind(
    "PF156",
    "Unknown scope of a filter policy: it must be MessageAttributes or MessageBody",
    "FilterPolicyScope: Invalid value [{scope}]. Please use either MessageBody or MessageAttributes",
    "A filter policy of an SNS subscription applies to the attributes of messages, or to their body.",
    "use MessageBody for a policy on the body; without a scope, a policy applies to the attributes",
)
NO_POLICY = ProblemKind(
    "PF157",
    "Attributes of a subscription without a filter policy",
    "These attributes of a subscription have no FilterPolicy",
    "Without a filter policy, an SNS subscription receives every message, whatever its FilterPolicyScope is.",
    'add "FilterPolicy" with the policy as a string; without one, the subscription receives every message',
    wording="pipefilter",
)
LIST_AS_PATTERN = ProblemKind(
    "PF153",
    "List as a pattern: AWS does not document how it is matched",
    "A pattern that is a list cannot be evaluated locally",
    "AWS documents that a filter with the scope DATA (EventBridge v2) can have a list as its pattern, but not how an "
    "event is matched against it.",
    "test it on AWS, or write an object",
    wording="pipefilter",
)
CRITERIA_NOT_OBJECT = ProblemKind(
    "PF155",
    "Filter criteria that are not an object: they must have Filters",
    "{name} must be an object with Filters, not {what}",
    'Filter criteria have the form {{"Filters": [{{"Pattern": "..."}}]}}.',
    'write {{"Filters": [{{"Pattern": "..."}}]}}',
    wording="pipefilter",
)
