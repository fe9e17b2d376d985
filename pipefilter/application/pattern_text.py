"""Reads a pattern or filter criteria as JSON text, from a file, a template or an argument."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipefilter.application.input_files import file_contents, shown_name
from pipefilter.application.pattern_input import ARGUMENT, PatternInput, inline_text
from pipefilter.application.policy_service import in_words_of_sns, is_placed_policy
from pipefilter.dataclass import dataclass
from pipefilter.errors import InvalidEventPattern, UnreadableInput
from pipefilter.json_text.tree import decoded
from pipefilter.language.filter_criteria import FilterCriteria, parse_filters
from pipefilter.language.guessed_value import GuessedValue
from pipefilter.templates.recognition import is_yaml_name, may_be_template
from pipefilter.templates.values import NO_VALUES, Values

if TYPE_CHECKING:
    from pipefilter.application.template_pattern import TemplatePattern

__all__ = ["PatternText", "json_pattern_text", "read_pattern_text"]


@dataclass(frozen=True, slots=True)
class PatternText:
    """The text of a pattern or of filter criteria, valid or not.

    Args:
        text: of the file; unknown values of a template are its placeholders.
        template: the template's pattern; None if it is not in a template.
    """

    name: str
    text: str | bytes
    template: TemplatePattern | None = None

    @property
    def service(self) -> str:
        """The name of the service that runs the filters, from the template; "" if it does not determine it."""
        return self.template.service if self.template is not None else ""

    @property
    def source(self) -> str:
        """The name of the source of the records, from the template; "" if it does not determine it."""
        return self.template.source if self.template is not None else ""

    @property
    def guesses(self) -> dict[int, tuple[GuessedValue, ...]]:
        """By the number of each filter, the values in it that its template does not specify, with examples in the text."""
        return self.template.guesses if self.template is not None else {}

    @property
    def unknown(self) -> dict[int, list[str]]:
        """By the number of each filter, the placeholders of all values that its template does not specify."""
        return self.template.unknown_by_filter if self.template is not None else {}

    def criteria(self, service: str = "", source: str = "", *, is_policy: bool = False) -> FilterCriteria:
        """The filters.

        Args:
            service: the name of the service that runs them; "" if only the template may determine it.
            source: the name of the source of their records; "" likewise.
            is_policy: whether a pattern is a filter policy of SNS, although neither name shows it.

        Raises:
            InvalidEventPattern: one of them is not valid.
        """
        service = service or self.service
        is_policy = is_policy or is_placed_policy(service, source or self.source)
        try:
            return self._with_scope(parse_filters(self.text, is_policy=is_policy))
        except InvalidEventPattern as error:
            raise in_words_of_sns(error, self.text, is_policy=is_policy, service=service) from None

    def _with_scope(self, criteria: FilterCriteria) -> FilterCriteria:
        """The filters, with the scope of a filter policy, if the template has it."""
        if self.template is None or not self.template.scope:
            return criteria
        filters = tuple(replace(each, scope=self.template.scope) for each in criteria.filters)
        return replace(criteria, filters=filters)

    def decoded(self) -> str:
        """The text as a string.

        Raises:
            UnreadableInput: it is not UTF-8.
        """
        try:
            return self.text if isinstance(self.text, str) else decoded(self.text)
        except UnicodeDecodeError:
            raise UnreadableInput(f"{self.name} is not UTF-8: save it as UTF-8") from None

    def require_complete(self) -> None:
        """Reject a pattern with values that are not known from its template.

        Raises:
            TemplateGap: a part of it is not known.
        """
        if self.template is not None:
            self.template.require_complete()


def json_pattern_text(text: str | bytes, name: str = ARGUMENT) -> PatternText:
    """The text of a pattern or of filter criteria in JSON, also in a fragment of a template.

    Raises:
        UnreadableInput: it is a whole template, in a file.
        TemplateGap: the filters are not known from the fragment.
    """
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    if may_be_template(name, data):
        from pipefilter.application.template_input import filters_in_fragment

        if (template := filters_in_fragment(name, data)) is not None:
            return PatternText(template.name, template.text, template)
    return PatternText(shown_name(name), text)


def read_pattern_text(pattern: PatternInput, values: Values[str, str] = NO_VALUES) -> PatternText:
    """Read the text of a pattern or of filter criteria.

    Args:
        pattern: the name of a file in JSON or YAML, or of filters in a template, such as `template.yaml#OrdersPipe`;
            `-` for standard input; or JSON text, bytes or a dict.
        values: of the template's parameters or variables, by name.

    Raises:
        UnreadableInput: the file cannot be read, or has no such filters.
        TemplateGap: the filters are not known from the template.
        TypeError: it is none of these.
    """
    text = inline_text(pattern)
    if text is not None:
        return json_pattern_text(text)
    name = str(pattern)
    reference = None
    if "#" in name:
        from pipefilter.templates.reference import split_reference

        reference = split_reference(name)
    data = file_contents(name if reference is None else reference[0])
    if reference is None and not is_yaml_name(name):
        return json_pattern_text(data, name)
    from pipefilter.application.template_input import filters_in

    template = filters_in(name, data, reference, values)
    return PatternText(name, template.text, template)
