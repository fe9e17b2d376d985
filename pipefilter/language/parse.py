"""Event pattern text to `EventPattern`, or to what AWS says is wrong with it.

The text is read token by token in one pass, as AWS's engine reads it, so that the first fault is the one that
AWS reports, at AWS's line and column. After a fault, reading goes on behind the element or member that has it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipefilter.errors import InvalidEventPattern, Problem, ProblemKind
from pipefilter.json_text.place import problem_at
from pipefilter.json_text.reader import Token, joined_surrogates
from pipefilter.json_text.syntax_problems import INVALID_UTF8, JsonFault
from pipefilter.json_text.tree import NotJson, decoded, from_python, written
from pipefilter.language.branches import branch_count, field_total
from pipefilter.language.complexity import complexity_problems
from pipefilter.language.event_pattern import EventPattern, Field, Member, Or
from pipefilter.language.operator import Operator
from pipefilter.language.operators import BY_KEYWORD
from pipefilter.language.operators.exact import Exact
from pipefilter.language.reading import PatternFault, Reading

__all__ = ["RESERVED_IN_OR", "parse"]

MAX_TEXT = 65_536
MAX_BRANCHES = 1000
MAX_FIELDS = 256 * MAX_BRANCHES

RESERVED_IN_OR = frozenset(
    "exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= regex "
    "not-wildcard not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before "
    "in-date-range ip-address-in-range ip-address-not-in-range".split()
)
"""Names that no member may have anywhere inside `$or`."""

NOT_AN_OBJECT = ProblemKind(
    "PF110",
    "Filter is not an object",
    "An event pattern is a JSON object.",
    'write {{"source": ["my.app"]}}',
)
EMPTY_OBJECT = ProblemKind(
    "PF111",
    "Empty objects are not allowed",
    "An object in a pattern, the pattern itself included, has at least one member.",
    'for "the field is there" write [{{"exists": true}}] on the values below it',
)
NOT_A_LIST = ProblemKind(
    "PF112",
    '"{name}" must be an object or an array',
    "What a field may be is written as a list, even if it is one value only.",
    "write it as a list: {suggestion}",
)
EMPTY_ARRAY = ProblemKind(
    "PF113",
    "Empty arrays are not allowed",
    "A field's list has at least one alternative.",
    'for "is absent, empty list or object" write [{{"exists": false}}]',
)
NESTED_LIST = ProblemKind(
    "PF114",
    "Match value must be String, number, true, false, or null",
    "A list stands directly in a field's list.",
    "take the inner brackets away: the elements of a list are alternatives",
)
NO_OPERATOR = ProblemKind(
    "PF115",
    "Match expression name not found",
    "An object in a field's list is an operator, and this one is empty.",
    'write an operator, such as {{"exists": true}}',
)
UNKNOWN_OPERATOR = ProblemKind(
    "PF116",
    "Unrecognized match type {name}",
    "An object in a field's list is an operator, and there is none of this name.",
)
OR_NOT_A_LIST = ProblemKind(
    "PF120",
    "It must be an Array followed with $or.",
    "`$or` is followed by a list of at least two objects; it is never the name of a field.",
    'write "$or": [{{"a": [1]}}, {{"b": [2]}}]; a field that is called $or cannot be asked for',
)
OR_NOT_OBJECTS = ProblemKind(
    "PF121",
    "Only JSON object is allowed in array of $or relationship.",
    "The list after `$or` holds objects only.",
    'write "$or": [{{"a": [1]}}, {{"b": [2]}}]; a field that is called $or cannot be asked for',
)
OR_TOO_FEW = ProblemKind(
    "PF122",
    "There must have at least 2 Objects in $or relationship.",
    "The list after `$or` holds at least two objects.",
    "with one object only, move its members up and leave $or out",
)
RESERVED = ProblemKind(
    "PF123",
    "{name} is Ruler reserved fieldName which cannot be used inside $or.",
    "Inside `$or` no member may have the name of an operator, at whatever depth.",
    'is a list missing around it? An operator stands in a field\'s list: "field": [{{"{name}": ...}}]',
)
TOO_MANY_BRANCHES = ProblemKind(
    "PF302",
    "The $or of this pattern have {count} combinations; AWS takes at most 1000",
    "AWS refuses more than 1,000 combinations of `$or`; its words are not recorded. See "
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    "alternatives of one field belong into that field's list, not into $or",
    wording="pipefilter",
)
TOO_LARGE = ProblemKind(
    "PF303",
    "Written out without $or, this pattern has {count} fields; pipefilter goes up to {most}",
    "1,000 combinations of 256 fields each: AWS's engine builds nothing larger.",
    "split the pattern into several",
    wording="pipefilter",
)
TOO_LONG = ProblemKind(
    "PF304",
    "The pattern has {count} characters; AWS takes at most 4096, and pipefilter looks at {most} at most",
    "No AWS service takes a pattern of more than 4,096 characters.",
    "split the pattern into several",
    wording="pipefilter",
)
NO_JSON_VALUE = ProblemKind(
    "PF104",
    "{reason}",
    "A Python value was given that has no JSON form.",
    "use dict, list, str, int, float, Decimal, bool and None",
    wording="pipefilter",
)

_INSTEAD = {
    "equals": "put the value itself into the list: [{value}]",
    "eq": "put the value itself into the list",
    "in": "put the values themselves into the list",
    "not-equals": '"not equal" is {"anything-but": ...}',
    "not": '"not" is {"anything-but": ...}',
    "ne": '"not equal" is {"anything-but": ...}',
    "not-prefix": 'write {"anything-but": {"prefix": ...}}',
    "not-suffix": 'write {"anything-but": {"suffix": ...}}',
    "not-wildcard": 'write {"anything-but": {"wildcard": ...}}',
    "not-exists": 'write {"exists": false}',
    "regex": 'the language has no regular expressions; {"wildcard": "*part*"} may do',
    "regexp": 'the language has no regular expressions; {"wildcard": "*part*"} may do',
    "contains": 'write {"wildcard": "*part*"}',
    "starts-with": 'write {"prefix": ...}',
    "begins-with": 'write {"prefix": ...}',
    "ends-with": 'write {"suffix": ...}',
    "between": 'write {"numeric": [">=", low, "<=", high]}',
    "ip": 'write {"cidr": ...}',
    "$or": "$or stands where a field's name stands, not in a field's list",
    "$and": "the members of an object are joined by AND already",
}
_NUMERIC = frozenset(("<", "<=", ">", ">=", "=", "!=", "gt", "gte", "lt", "lte"))


def _instead_of(name: str) -> str:
    plain = name.strip().lower().replace("_", "-")
    if plain in BY_KEYWORD:
        return f'operators are written exactly so: "{plain}"'
    if plain in _NUMERIC:
        return 'write {"numeric": [">", 0]}'
    if plain in _INSTEAD:
        return _INSTEAD[plain].replace("{value}", "...")
    close = difflib.get_close_matches(plain, BY_KEYWORD, n=1)
    known = ", ".join(keyword for keyword in BY_KEYWORD if keyword != "exactly")
    return f'did you mean "{close[0]}"?' if close else f"the operators are {known}"


@dataclass(slots=True)
class _OpenObject:
    names: tuple[str, ...]
    inside_or: bool
    members: list[Member]
    or_: _OpenOr | None = None
    """The `$or` whose choice this object is."""
    has_members: bool = False


@dataclass(slots=True)
class _OpenOr:
    names: tuple[str, ...]
    members: list[Member]
    pointer: str
    start: int
    count: int = 0
    choices: list[tuple[Member, ...]] = field(default_factory=list)


class _Parser:
    def __init__(self, text: str) -> None:
        self.reading = Reading(text, BY_KEYWORD)
        self.json = self.reading.json
        self.problems: list[Problem] = []
        self.open: list[_OpenObject | _OpenOr] = []

    def run(self) -> tuple[Member, ...]:
        members: list[Member] = []
        try:
            if self.json.next() is not Token.OBJECT:
                raise self.reading.fault(NOT_AN_OBJECT)
            self.open.append(_OpenObject((), inside_or=False, members=members))
            while self.open:
                top = self.open[-1]
                if isinstance(top, _OpenOr):
                    self._choice(top)
                else:
                    self._member(top)
        except (JsonFault, PatternFault) as fault:
            self.problems.append(self.reading.problem(fault))
        return tuple(members)

    def _complain(self, fault: PatternFault, depth: int) -> None:
        """Note the fault, and go on behind what is open deeper than `depth`."""
        self.problems.append(self.reading.problem(fault))
        self.json.skip_to(depth)

    def _member(self, top: _OpenObject) -> None:
        depth = self.json.depth
        if self.json.next() is Token.OBJECT_END:
            if not top.has_members:
                self._complain(self.reading.fault(EMPTY_OBJECT), depth)
            if top.or_ is not None:
                top.or_.choices.append(tuple(top.members))
            self.open.pop()
            if self.open:
                self.reading.steps.pop()
            return
        top.has_members = True
        name = self.json.name
        self.reading.steps.append(name)
        if name == "$or":
            if self.json.next() is Token.ARRAY:
                opened = _OpenOr(top.names, top.members, self.reading.pointer, self.json.start)
                self.open.append(opened)
                return
            self._complain(self.reading.fault(OR_NOT_A_LIST), depth)
        elif top.inside_or and name in RESERVED_IN_OR:
            self._complain(self.reading.fault(RESERVED, at="name", name=name), depth)
        else:
            token = self.json.next()
            if token is Token.OBJECT:
                self.open.append(_OpenObject((*top.names, name), top.inside_or, top.members))
                return
            if token is Token.ARRAY:
                top.members.append(self._field((*top.names, name)))
            else:
                self._complain(self._not_a_list(name), depth)
        self.reading.steps.pop()

    def _not_a_list(self, name: str) -> PatternFault:
        fault = self.reading.fault(NOT_A_LIST, name=name)
        value = self.reading.text[fault.span[0] : min(fault.span[1], fault.span[0] + 60)]
        fault.names["suggestion"] = f"{written(name)}: [{value}]"
        return fault

    def _choice(self, top: _OpenOr) -> None:
        depth = self.json.depth
        token = self.json.next()
        if token is Token.ARRAY_END:
            if top.count < 2:  # noqa: PLR2004 - AWS's words say it
                self._complain(self.reading.fault(OR_TOO_FEW), depth)
            span = (top.start, self.json.consumed)
            top.members.append(Or(top.names, tuple(top.choices), top.pointer, span))
            self.open.pop()
            self.reading.steps.pop()
            return
        self.reading.steps.append(str(top.count))
        top.count += 1
        if token is Token.OBJECT:
            self.open.append(_OpenObject(top.names, inside_or=True, members=[], or_=top))
            return
        self._complain(self.reading.fault(OR_NOT_OBJECTS), depth)
        self.reading.steps.pop()

    def _field(self, steps: tuple[str, ...]) -> Field:
        json, reading = self.json, self.reading
        depth, start = json.depth, json.start
        alternatives: list[Operator] = []
        spans: list[tuple[int, int]] = []
        count = 0
        while json.next() is not Token.ARRAY_END:
            element_start = json.start
            with reading.at(str(count)):
                try:
                    alternatives.append(self._element())
                    spans.append((element_start, json.consumed))
                except PatternFault as fault:
                    self._complain(fault, depth)
            count += 1
        if not count:
            self._complain(reading.fault(EMPTY_ARRAY), depth - 1)
        span = (start, json.consumed)
        return Field(steps, tuple(alternatives), reading.pointer, span, tuple(spans))

    def _element(self) -> Operator:
        json = self.json
        token = json.token
        if token is Token.STRING:
            return Exact(json.string())
        if token is Token.NUMBER:
            return Exact(json.number())
        if token is Token.ARRAY:
            raise self.reading.fault(NESTED_LIST)
        if token is Token.OBJECT:
            return self._operator()
        return Exact({Token.TRUE: True, Token.FALSE: False, Token.NULL: None}[token])

    def _operator(self) -> Operator:
        json, reading = self.json, self.reading
        if json.next() is not Token.NAME:
            raise reading.fault(NO_OPERATOR)
        name = json.name
        with reading.at(name):
            operator = BY_KEYWORD.get(name)
            if operator is None:
                raise reading.fault(UNKNOWN_OPERATOR, at="name", hint=_instead_of(name), name=name)
            alternative = operator.read(reading)
        reading.close(operator.second_member)
        return alternative


def parse(text: str | bytes | Mapping[str, object], *, limits: bool = True) -> EventPattern:
    """Read an event pattern.

    Args:
        text: JSON text (bytes: UTF-8), or a dict that is written as JSON first.
        limits: false to leave out the two limits that AWS's services set beside the engine's own: the
            complexity of wildcards, and 1,000 combinations of `$or` (then up to pipefilter's own bounds).

    Raises:
        InvalidEventPattern: AWS refuses it; `.problems` has AWS's own message first, then the others.

    Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
    """
    text = _as_text(text)
    if len(text) > MAX_TEXT:
        names = {"count": str(len(text)), "most": str(MAX_TEXT)}
        raise InvalidEventPattern(problem_at(TOO_LONG, text, (0, 1), names=names))
    parser = _Parser(text)
    members = parser.run()
    if not parser.problems:
        parser.problems += _size_problems(text, members, limits=limits)
    pattern = EventPattern(members, text)
    if limits and not parser.problems:
        parser.problems += complexity_problems(pattern)
    if parser.problems:
        raise InvalidEventPattern(*parser.problems)
    return pattern


def _size_problems(text: str, members: tuple[Member, ...], *, limits: bool) -> Iterable[Problem]:
    branches, fields = branch_count(members), field_total(members)
    at = next((member for member in members if isinstance(member, Or)), None)
    span, pointer = (at.span, at.pointer) if at else ((0, 1), "")
    if branches > MAX_BRANCHES and limits:
        names = {"count": str(branches)}
        yield problem_at(TOO_MANY_BRANCHES, text, span, pointer=pointer, names=names)
    elif branches > 1 and fields > MAX_FIELDS:
        names = {"count": str(fields), "most": str(MAX_FIELDS)}
        yield problem_at(TOO_LARGE, text, span, pointer=pointer, names=names)


def _as_text(text: str | bytes | Mapping[str, object]) -> str:
    if isinstance(text, bytes):
        try:
            return decoded(text)
        except UnicodeDecodeError as error:
            before = text[: error.start].decode("utf-8", "replace")
            span = (len(before), len(before) + 1)
            raise InvalidEventPattern(problem_at(INVALID_UTF8, before + "\ufffd", span)) from None
    if isinstance(text, str):
        return joined_surrogates(text)
    try:
        return written(from_python(dict(text)))
    except NotJson as fault:
        names = {"reason": fault.reason}
        problem = problem_at(NO_JSON_VALUE, "", (0, 0), pointer=fault.pointer, names=names)
        raise InvalidEventPattern(problem) from None
