"""Pairs the filters of both sides: by file and resource, then those that were moved or renamed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from pipefilter.application.diffing.deciding import addition, difference, is_same, removal, unfiltered
from pipefilter.application.diffing.difference import Difference
from pipefilter.application.diffing.filter_list import FileFilters, FilterList
from pipefilter.language.branches import every_field

__all__ = ["differences_of"]

_MAX_PAIRS = 100
"""Pairs of filters with different names that are compared."""
_NO_PATTERN = {
    True: "the rule still exists, but no longer has an event pattern",
    False: "the rule existed before, without an event pattern",
}


def differences_of(olds: Sequence[FileFilters], news: Sequence[FileFilters]) -> list[Difference]:
    """The differences between the filters of both sides, in the order of the new side, then those that were removed."""
    pairing = _Pairing(olds, news)
    pairing.pair_only()
    pairing.pair_same_names()
    pairing.pair_unfiltered()
    pairing.pair_moved()
    pairing.pair_same_contents()
    pairing.pair_equal()
    return pairing.result()


class _Pairing:
    def __init__(self, olds: Sequence[FileFilters], news: Sequence[FileFilters]) -> None:
        self._old_files = {file.group: file for file in olds}
        self._new_files = {file.group: file for file in news}
        self._olds = [each for file in olds for each in file.lists]
        self._news = [each for file in news for each in file.lists]
        self._order = {id(each): number for number, each in enumerate((*self._news, *self._olds))}
        self._left_olds = list(self._olds)
        self._left_news = list(self._news)
        self._differences: list[Difference] = []

    def pair_only(self) -> None:
        """Pair the only filters of two files if they are named, or have no name in one of them."""
        files = [*self._old_files.values(), *self._new_files.values()]
        if len(self._olds) != 1 or len(self._news) != 1 or {file.group for file in files} != {""}:
            return
        old, new = self._olds[0], self._news[0]
        if all(file.is_selection for file in files) or not (old.resource and new.resource):
            self._take(old, new)

    def pair_same_names(self) -> None:
        """Pair filters of the same resource of the same file."""
        olds = dict(_numbered(self._left_olds))
        for key, new in _numbered(self._left_news):
            old = olds.get(key)
            if old is not None and _may_be_pair(old, new):
                self._take(old, new)

    def pair_unfiltered(self) -> None:
        """Pair filters with their resource on the other side, where it has none."""
        for left, files, is_old in (
            (self._left_olds, self._new_files, True),
            (self._left_news, self._old_files, False),
        ):
            for filters in list(left):
                file = files.get(filters.group)
                if file is not None and self._is_declared(filters, file):
                    left.remove(filters)
                    self._differences.append(_without_filters(filters, file.label, is_old=is_old))

    @staticmethod
    def _is_declared(filters: FilterList, file: FileFilters) -> bool:
        """Whether the other side has the resource, without filters that could be read."""
        if file.declarations is None or filters.located is None:
            return False
        if any(each.resource == filters.resource for each in file.lists):
            return False
        return file.declarations.declares(filters.located)

    def pair_moved(self) -> None:
        """Pair filters of resources with the same name in different files, if no other resource has it."""
        counts = [
            Counter((each.resource, each.service) for each in side)
            for side in (self._left_olds, self._left_news)
        ]
        olds = {(each.resource, each.service): each for each in self._left_olds}
        for new in list(self._left_news):
            key = (new.resource, new.service)
            if new.resource and counts[0][key] == counts[1][key] == 1:
                self._take(olds[key], new)

    def pair_same_contents(self) -> None:
        """Pair filters that are the same."""
        olds = defaultdict[object, list[FilterList]](list)
        for old in self._left_olds:
            if old.identity is not None and not old.problems:
                olds[old.service, old.identity].append(old)
        for new in list(self._left_news):
            same = olds.get((new.service, new.identity))
            if same and new.identity is not None and not new.problems and is_same(same[0], new):
                self._take(same.pop(0), new)

    def pair_equal(self) -> None:
        """Pair filters that are written differently, and match the same."""
        attempts = 0
        for new in list(self._left_news):
            for old in list(self._left_olds):
                if old.service != new.service or not old.patterns or _paths(old) != _paths(new):
                    continue
                attempts += 1
                if attempts > _MAX_PAIRS:
                    return
                pair = difference(old, new)
                if pair.status == "equal":
                    self._take(old, new, pair)
                    break

    def result(self) -> list[Difference]:
        """All differences, also those of filters without a pair."""
        self._differences += [self._single(new, self._old_files, addition) for new in self._left_news]
        self._differences += [self._single(old, self._new_files, removal) for old in self._left_olds]
        return sorted(
            self._differences, key=lambda each: self._order.get(id(each.new), self._order.get(id(each.old), 0))
        )

    @staticmethod
    def _single(
        filters: FilterList, files: dict[str, FileFilters], decide: Callable[[FilterList], Difference]
    ) -> Difference:
        """The difference of filters without a pair; not proven if the file that may have them cannot be read."""
        file = files.get(filters.group)
        single = decide(filters)
        if file is None or not file.unreadable:
            return single
        return replace(
            single, status="not proven", loses=None, gains=None, reason=f"{file.label} cannot be read"
        )

    def _take(self, old: FilterList, new: FilterList, pair: Difference | None = None) -> None:
        """Pair filters; `pair` is their difference if it is known."""
        self._left_olds.remove(old)
        self._left_news.remove(new)
        self._differences.append(pair or difference(old, new))


def _numbered(lists: Iterable[FilterList]) -> list[tuple[tuple[str, str, int], FilterList]]:
    """Filters by their file, their resource, and their number among those of the same name."""
    counts: Counter[tuple[str, str]] = Counter()
    numbered = []
    for each in lists:
        name = (each.group, each.resource)
        numbered.append(((*name, counts[name]), each))
        counts[name] += 1
    return numbered


def _paths(filters: FilterList) -> set[str]:
    """The fields with conditions: filters with others are hardly the same ones in other words."""
    return {field.path for each in filters.patterns for field in every_field(each.pattern.members)}


def _may_be_pair(old: FilterList, new: FilterList) -> bool:
    is_policy = old.source == new.source == "sns"  # maybe of another scope, and so of another service
    return not old.service or not new.service or old.service == new.service or is_policy


def _without_filters(filters: FilterList, label: str, *, is_old: bool) -> Difference:
    """The difference between filters and their resource without any."""
    if filters.service == "rule":
        single = removal(filters) if is_old else addition(filters)
        return replace(single, note=_NO_PATTERN[is_old])
    bare = replace(unfiltered(filters), file=label)
    return difference(filters, bare) if is_old else difference(bare, filters)
