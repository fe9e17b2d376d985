"""The errors and warnings of `check` in templates, each with the resource and the property that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

from pipefilter.application.assembly_templates import assembly_templates
from pipefilter.application.check import check_file
from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.input_files import file_contents
from pipefilter.application.pattern_files import PatternFile
from pipefilter.application.report import FileReport, PatternReport
from pipefilter.dataclass import dataclass
from pipefilter.errors import Place, Problem, UnreadableInput
from pipefilter.json_text.place import offset_of
from pipefilter.json_text.tree import decoded
from pipefilter.templates.nodes.json_nodes import json_node
from pipefilter.templates.nodes.node import Node, TemplateFault
from pipefilter.templates.nodes.property_path import property_path
from pipefilter.templates.recognition import is_yaml_name

__all__ = ["Violation", "template_violations", "violations"]


@dataclass(frozen=True, slots=True)
class Violation:
    """An error or a warning in a template, or that it cannot be read.

    Args:
        file: the template.
        resource: the logical ID, or the name in a template of another tool; "" if it is not known.
        location: the filter within the resource, such as `Properties.EventPattern`; "" if it is not known.
        number: of the filter in a list, from 1; 0 for a bare pattern or a whole list.
        problem: None if the template cannot be read.
        unreadable: why it cannot be read, in a sentence; "" if it can.
    """

    file: str
    resource: str = ""
    location: str = ""
    number: int = 0
    problem: Problem | None = None
    unreadable: str = ""


def template_violations(names: Iterable[str], settings: CheckSettings) -> list[Violation]:
    """The violations in templates, and in those of the stacks that are nested in them.

    Args:
        names: of files.
    """
    files = assembly_templates(PatternFile(name) for name in names)
    return [each for file in files for each in violations(check_file(file, settings))]


def violations(report: FileReport) -> Iterator[Violation]:
    """The violations in one file: what `check` reports, except notes."""
    if report.unreadable:
        yield Violation(report.file, unreadable=report.unreadable)
    serious = [
        (pattern, each.problem)
        for pattern in report.patterns
        for each in pattern.all_problems
        if each.severity != "note"
    ]
    if not serious:
        return
    places = _Places(report.file)
    for pattern, problem in serious:
        start = problem.start if pattern.place is None or pattern.count is not None else pattern.place
        resource, location = places.property(start) if pattern.in_template else ("", "")
        yield Violation(report.file, resource or _resource_name(pattern), location, pattern.number, problem)


def _resource_name(pattern: PatternReport) -> str:
    """The resource in the name of a pattern, such as `template.json#OrdersRule`; "" if there is none."""
    return pattern.name[len(pattern.file) :].removeprefix("#")


class _Places:
    """The resources and properties at places in a file."""

    def __init__(self, file: str) -> None:
        self._text = ""
        self._roots: list[Node] = []
        try:
            self._text = decoded(file_contents(file))
            self._roots = _roots(file, self._text)
        except (UnreadableInput, UnicodeDecodeError, TemplateFault, RecursionError):
            pass  # standard input, which has been read, or a language without such properties

    def property(self, place: Place) -> tuple[str, str]:
        """The logical ID and the property at a place; "" for what is not known."""
        if not self._roots:
            return "", ""
        offset = offset_of(self._text, place)
        root = next((root for root in self._roots if root.start <= offset < root.end), self._roots[0])
        match property_path(root, offset):
            case ("Resources", resource, *steps) if not resource.startswith("Fn::"):
                return resource, ".".join(takewhile(lambda step: not step.startswith(("Fn::", "Ref")), steps))
        return "", ""


def _roots(name: str, text: str) -> list[Node]:
    """The values in a file of JSON or YAML.

    Raises:
        TemplateFault: it is neither.
    """
    if is_yaml_name(name) or text.lstrip()[:1] not in {"{", "["}:
        from pipefilter.templates.nodes.yaml_nodes import yaml_documents

        return yaml_documents(text)
    return [json_node(text)]
