"""Runs the checks of valid patterns for likely mistakes; each check has its own file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from pipefilter.analysis.pattern.address_within_block import address_within_block
from pipefilter.analysis.pattern.caseless_beyond_bmp import caseless_beyond_bmp
from pipefilter.analysis.pattern.content_after_end import content_after_end
from pipefilter.analysis.pattern.covered_alternative import covered_alternative
from pipefilter.analysis.pattern.empty_affix import empty_affix
from pipefilter.analysis.pattern.empty_range import empty_range
from pipefilter.analysis.pattern.every_number import every_number
from pipefilter.analysis.pattern.json_in_string import json_in_string
from pipefilter.analysis.pattern.leaf_and_object import leaf_and_object
from pipefilter.analysis.pattern.literal_in_quotes import literal_in_quotes
from pipefilter.analysis.pattern.matches_any_value import matches_any_value
from pipefilter.analysis.pattern.needless_wildcard import needless_wildcard
from pipefilter.analysis.pattern.number_spelling import number_spelling
from pipefilter.analysis.pattern.opposed_alternatives import opposed_alternatives
from pipefilter.analysis.pattern.reference_in_string import reference_in_string
from pipefilter.analysis.pattern.repeated_alternative import repeated_alternative
from pipefilter.analysis.pattern.repeated_name import repeated_name
from pipefilter.analysis.pattern.replaced_field import replaced_field
from pipefilter.analysis.pattern.star_in_plain_string import star_in_plain_string
from pipefilter.analysis.pattern.too_many_fields import too_many_fields
from pipefilter.analysis.pattern.undocumented_operator import undocumented_operator
from pipefilter.analysis.pattern.word_as_name import word_as_name
from pipefilter.analysis.placement.above_type_key import above_type_key
from pipefilter.analysis.placement.absence_of_attributes import absence_of_attributes
from pipefilter.analysis.placement.cloudtrail_source import cloudtrail_source
from pipefilter.analysis.placement.combinations_of_policy import combinations_of_policy
from pipefilter.analysis.placement.condition_on_data import condition_on_data
from pipefilter.analysis.placement.covered_choice import covered_choice
from pipefilter.analysis.placement.detail_type import detail_type
from pipefilter.analysis.placement.disputed_operator import disputed_operator
from pipefilter.analysis.placement.escaped_attribute import escaped_attribute
from pipefilter.analysis.placement.event_source import event_source
from pipefilter.analysis.placement.field_of_aws_event import field_of_aws_event
from pipefilter.analysis.placement.field_of_record import field_of_record
from pipefilter.analysis.placement.fixed_value_by_prefix import fixed_value_by_prefix
from pipefilter.analysis.placement.image_of_table import image_of_table
from pipefilter.analysis.placement.keys_of_policy import keys_of_policy
from pipefilter.analysis.placement.kind_of_value import kind_of_value
from pipefilter.analysis.placement.level_around_pattern import level_around_pattern
from pipefilter.analysis.placement.lost_event_name import lost_event_name
from pipefilter.analysis.placement.matches_everything import matches_everything
from pipefilter.analysis.placement.missing_image import missing_image
from pipefilter.analysis.placement.name_of_attribute import name_of_attribute
from pipefilter.analysis.placement.name_of_body import name_of_body
from pipefilter.analysis.placement.name_of_notification import name_of_notification
from pipefilter.analysis.placement.nested_policy import nested_policy
from pipefilter.analysis.placement.number_in_string import number_in_string
from pipefilter.analysis.placement.number_of_policy import number_of_policy
from pipefilter.analysis.placement.operator_of_service import operator_of_service
from pipefilter.analysis.placement.operator_without_list import operator_without_list
from pipefilter.analysis.placement.own_schema import own_schema
from pipefilter.analysis.placement.pattern_length import pattern_length
from pipefilter.analysis.placement.prefix_or_suffix import prefix_or_suffix
from pipefilter.analysis.placement.put_events_name import put_events_name
from pipefilter.analysis.placement.root_of_record import root_of_record
from pipefilter.analysis.placement.source_without_filters import source_without_filters
from pipefilter.analysis.placement.string_in_boolean import string_in_boolean
from pipefilter.analysis.placement.system_metadata import system_metadata
from pipefilter.analysis.placement.type_key import type_key
from pipefilter.analysis.placement.value_of_attribute import value_of_attribute
from pipefilter.analysis.placement.value_of_aws_event import value_of_aws_event
from pipefilter.analysis.placement.value_of_record import value_of_record
from pipefilter.analysis.placement.wildcard_on_v2 import wildcard_on_v2
from pipefilter.analysis.placement.wildcards_of_policy import wildcards_of_policy
from pipefilter.analysis.reading.inferred_source import inferred_source
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import Problem
from pipefilter.language.complexity import complexity_advice
from pipefilter.language.event_pattern import EventPattern
from pipefilter.services.service_answer import in_words_of
from pipefilter.services.sns_subscription import SNS_ATTRIBUTES, SNS_BODY, is_filter_policy
from pipefilter.sources import source_named

__all__ = ["CHECKS", "CHECKS_OF_PLACE", "CHECKS_OF_REFUSALS", "subject_problems"]

CHECKS: tuple[Callable[[EventPattern], Iterator[Problem]], ...] = (
    complexity_advice,
    replaced_field,
    content_after_end,
    leaf_and_object,
    matches_any_value,
    repeated_alternative,
    literal_in_quotes,
    star_in_plain_string,
    number_spelling,
    caseless_beyond_bmp,
    needless_wildcard,
    empty_affix,
    undocumented_operator,
    too_many_fields,
    repeated_name,
    covered_alternative,
    every_number,
    empty_range,
    json_in_string,
    reference_in_string,
    level_around_pattern,
    word_as_name,
    opposed_alternatives,
    address_within_block,
)
"""Every check of a pattern on its own, in the order of the codes."""

CHECKS_OF_PLACE: tuple[Callable[[Subject], Iterator[Problem]], ...] = (
    number_in_string,
    above_type_key,
    root_of_record,
    missing_image,
    value_of_record,
    string_in_boolean,
    operator_of_service,
    fixed_value_by_prefix,
    pattern_length,
    matches_everything,
    system_metadata,
    source_without_filters,
    wildcard_on_v2,
    condition_on_data,
    type_key,
    own_schema,
    operator_without_list,
    prefix_or_suffix,
    event_source,
    detail_type,
    field_of_aws_event,
    value_of_aws_event,
    cloudtrail_source,
    field_of_record,
    kind_of_value,
    put_events_name,
    lost_event_name,
    image_of_table,
    covered_choice,
    keys_of_policy,
    combinations_of_policy,
    nested_policy,
    wildcards_of_policy,
    number_of_policy,
    value_of_attribute,
    name_of_body,
    name_of_notification,
    absence_of_attributes,
    disputed_operator,
    escaped_attribute,
    name_of_attribute,
)
"""Every check of a pattern with the service in which it runs, or with the source of its records."""

CHECKS_OF_REFUSALS: tuple[Callable[[Subject], Iterator[Problem]], ...] = (
    keys_of_policy,
    combinations_of_policy,
    nested_policy,
)
"""The checks of `CHECKS_OF_PLACE` that find what a service rejects, in its own words."""

_NOT_OF_POLICIES = (complexity_advice, literal_in_quotes)
"""SNS counts wildcards differently, and an attribute is the string `true` rather than a Boolean."""

_SUPERSEDED_BY = (
    ("PF432", "PF509"),
    ("PF417", "PF408"),
    ("PF459", "PF460"),
    ("PF417", "PF481"),
    ("PF460", "PF480"),
    ("PF480", "PF462"),
    ("PF492", "PF480"),
    ("PF493", "PF480"),
    ("PF494", "PF481"),
    ("PF495", "PF482"),
    ("PF405", "PF461"),
    ("PF409", "PF461"),
    ("PF405", "PF462"),
    ("PF409", "PF462"),
    ("PF459", "PF462"),
    ("PF492", "PF462"),
    ("PF493", "PF462"),
    ("PF417", "PF494"),
    ("PF418", "PF491"),
    ("PF418", "PF495"),
    ("PF417", "PF471"),
    ("PF470", "PF460"),
    ("PF470", "PF462"),
    ("PF464", "PF471"),
    ("PF471", "PF434"),
    ("PF473", "PF460"),
    ("PF473", "PF462"),
    ("PF426", "PF416"),
    ("PF426", "PF436"),
    ("PF426", "PF458"),
    ("PF426", "PF464"),
    ("PF421", "PF426"),
)
"""Pairs of codes: the second is of a more precise problem, which replaces the first at the same place."""
_COVERED_CHOICE, _MISUNDERSTOOD = "PF468", ("PF410", "PF428")
"""Where a pattern matches everything, or a list replaces those in `$or`, objects of `$or` without effect follow from it."""

_NESTED = "PF503"
"""A nested filter policy with the scope MessageAttributes."""


def subject_problems(subject: Subject, *, emulators: bool = False) -> list[Problem]:
    """The likely mistakes in a pattern, with everything that is known about where it runs."""
    if subject.service is None and subject.source is source_named("sns"):
        return _policy_problems(subject, emulators=emulators)
    is_policy = is_filter_policy(subject.service)
    if subject.source is None and (is_policy or not subject.scope):
        subject = replace(subject, source=inferred_source(subject.pattern, subject.service))
    refused = [problem for check in CHECKS_OF_REFUSALS for problem in check(subject) if not problem.advice]
    if refused:  # and other checks might take long
        return [in_words_of(subject.service, problem) for problem in refused]
    problems = [
        problem
        for check in CHECKS
        if not (is_policy and check in _NOT_OF_POLICIES)
        for problem in check(subject.pattern)
    ]
    problems += [problem for check in CHECKS_OF_PLACE for problem in check(subject)]
    if emulators:
        from pipefilter.analysis.emulator_checks import CHECKS_OF_EMULATORS

        problems += [problem for check in CHECKS_OF_EMULATORS for problem in check(subject)]
    reported = {(problem.code, problem.pointer) for problem in problems}
    superseded = {
        (code, pointer) for code, better in _SUPERSEDED_BY for by, pointer in reported if by == better
    }
    if any(problem.code in _MISUNDERSTOOD for problem in problems):
        superseded |= {(code, pointer) for code, pointer in reported if code == _COVERED_CHOICE}
    kept = [problem for problem in problems if (problem.code, problem.pointer) not in superseded]
    return sorted(kept, key=lambda problem: (problem.start.line, problem.start.column, problem.code))


def _policy_problems(subject: Subject, *, emulators: bool) -> list[Problem]:
    """The likely mistakes in a filter policy of SNS whose scope is not known: those that it has with either scope."""
    of_attributes, of_body = (
        subject_problems(replace(subject, service=service), emulators=emulators)
        for service in (SNS_ATTRIBUTES, SNS_BODY)
    )
    if any(problem.code == _NESTED for problem in of_attributes):  # which only the body allows
        return of_body
    both = {(problem.code, problem.pointer) for problem in of_body}
    return [problem for problem in of_attributes if (problem.code, problem.pointer) in both]
