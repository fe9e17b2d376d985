"""Problems as a report of a validation plug-in of the CDK, which stops `cdk synth` if there is an error.

https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.PolicyValidationPluginReport.html
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from pipefilter.application.violation import Violation

__all__ = ["CdkReport", "CdkResource", "CdkViolation", "cdk_failure", "cdk_report"]

_UNREADABLE = "unreadable-file"
"""The rule of files that cannot be read or parsed: the same as in SARIF."""


class _Resource(TypedDict):
    locations: list[str]


class CdkResource(_Resource, total=False):
    """A resource with a violation; the logical ID is missing if the whole template cannot be read."""

    templatePath: str
    resourceLogicalId: str


class _Violation(TypedDict):
    ruleName: str
    description: str
    severity: str
    violatingResources: list[CdkResource]


class CdkViolation(_Violation, total=False):
    """A violation; the fix is missing if there is none."""

    fix: str


class CdkReport(TypedDict):
    """The report."""

    success: bool
    violations: list[CdkViolation]


def cdk_report(violations: Iterable[Violation]) -> CdkReport:
    """The report, with one violation for each problem.

    As for the CDK itself, only errors make it unsuccessful: `cdk synth --strict` stops for warnings, too. The CDK applies
    the same rule to the violations that are left if some are acknowledged.
    """
    reported = [_violation(each) for each in violations]
    return {"success": all(each["severity"] != "error" for each in reported), "violations": reported}


def cdk_failure(reason: str) -> CdkReport:
    """The report if the patterns could not be checked.

    It has a violation, as the command line of the CDK ignores that a plug-in raised an error; a fatal one, which cannot be
    acknowledged; and one without a stack, so that it is reported for each of them.
    """
    failure: CdkViolation = {
        "ruleName": "not-checked",
        "description": f"the patterns were not checked: {reason}",
        "severity": "fatal",
        "violatingResources": [{"locations": []}],
    }
    return {"success": False, "violations": [failure]}


def _violation(violation: Violation) -> CdkViolation:
    resource: CdkResource = {"templatePath": violation.file, "locations": []}
    if violation.resource:
        resource["resourceLogicalId"] = violation.resource
    if violation.location:
        resource["locations"].append(violation.location)
    problem = violation.problem
    if problem is None:
        return {
            "ruleName": _UNREADABLE,
            "description": violation.unreadable,
            "severity": "error",
            "violatingResources": [resource],
        }
    reported: CdkViolation = {
        "ruleName": problem.code,
        "description": problem.message + _place_in_words(problem.pointer, violation.number),
        "severity": problem.severity,
        "violatingResources": [resource],
    }
    if problem.hint:
        reported["fix"] = problem.hint
    return reported


def _place_in_words(pointer: str, number: int) -> str:
    """Where in a list of filters, and where in the pattern; "" if the problem is about the whole pattern."""
    places = [f"filter {number}"] if number else []
    places += [f"at {pointer}"] if pointer else []
    return f" ({', '.join(places)})" if places else ""
