"""A validation plug-in for CDK apps: `Validations.of(app).add_plugins(PatternValidation())` checks the patterns of all stacks.

`cdk synth` then stops if a pattern is not valid, or cannot work as intended. This module imports aws-cdk-lib, which every
CDK app has.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Literal

import aws_cdk
import jsii

from pipefilter.application.check import code_prefixes
from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.problem_kinds import always_reported
from pipefilter.application.violation import template_violations
from pipefilter.formats.cdk_report import CdkViolation, cdk_failure, cdk_report

if TYPE_CHECKING:
    from aws_cdk import IPolicyValidationContext, PolicyValidationPluginReport, PolicyViolation

__all__ = ["PatternValidation"]

if not hasattr(aws_cdk, "PolicyValidationStack"):  # with an older one, the command line may ignore the report
    raise ImportError(
        "pipefilter.cdk_validation needs aws-cdk-lib 2.262 or later: pip install --upgrade aws-cdk-lib"
    )


@jsii.implements(aws_cdk.IPolicyValidationPlugin)
class PatternValidation:
    """Checks the event patterns and filters in the templates of a CDK app, as `pipefilter check` does.

    Args:
        select: the codes to report, or prefixes of them, such as `PF4`; empty for all. Patterns that AWS rejects are
            always reported, whatever is selected or ignored.
        ignore: the codes not to report, or prefixes of them; there is a warning for those that are always reported.
        severity: `warning`, or `error` to report only errors. Only errors stop `cdk synth`, unless it has `--strict`.

    Raises:
        ValueError: a code is malformed, or there is no such severity.
    """

    def __init__(
        self,
        *,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        severity: Literal["error", "warning"] = "warning",
    ) -> None:
        if severity not in {"error", "warning"}:
            raise ValueError(f"{severity!r} is not a severity of violations: use warning or error")
        ignored = code_prefixes(ignore)
        for code in always_reported(ignored):
            warnings.warn(f"ignore {code}: patterns that AWS rejects are always reported", stacklevel=2)
        self._settings = CheckSettings(select=code_prefixes(select), ignore=ignored, severity=severity)

    @property
    def name(self) -> str:
        """The name in reports, and before `::` where a code is acknowledged."""
        return "pipefilter"

    @property
    def version(self) -> str | None:
        """The version of pipefilter; None if it is not installed."""
        try:
            return version("pipefilter")
        except PackageNotFoundError:  # run from a checkout
            return None

    def validate(self, context: IPolicyValidationContext) -> PolicyValidationPluginReport:
        """Check the templates of all stacks, and of those nested in them; the CDK calls this after synthesis."""
        try:
            report = cdk_report(template_violations(context.template_paths, self._settings))
        except Exception as error:  # noqa: BLE001 - `cdk synth` would pass
            report = cdk_failure(f"{type(error).__name__}: {error}")
        return aws_cdk.PolicyValidationPluginReport(
            success=report["success"], violations=[_violation(each) for each in report["violations"]]
        )


def _violation(violation: CdkViolation) -> PolicyViolation:
    return aws_cdk.PolicyViolation(
        rule_name=violation["ruleName"],
        description=violation["description"],
        fix=violation.get("fix"),
        severity=violation["severity"],
        violating_resources=[
            aws_cdk.PolicyViolatingResource(
                resource_logical_id=resource.get("resourceLogicalId"),
                template_path=resource.get("templatePath"),
                locations=resource["locations"],
            )
            for resource in violation["violatingResources"]
        ],
    )
