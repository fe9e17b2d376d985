"""The checks for what AWS emulators evaluate differently; they run only on request."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipefilter.analysis.emulators.localstack import localstack
from pipefilter.analysis.emulators.localstack_policies import localstack_policies
from pipefilter.analysis.emulators.ministack import ministack
from pipefilter.analysis.emulators.moto import moto
from pipefilter.analysis.emulators.moto_policies import moto_policies
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import Problem

__all__ = ["CHECKS_OF_EMULATORS"]

CHECKS_OF_EMULATORS: tuple[Callable[[Subject], Iterator[Problem]], ...] = (
    localstack,
    localstack_policies,
    moto,
    moto_policies,
    ministack,
)
"""Every check for emulators."""
