"""Conformance cases sent to AWS itself; only with PIPEFILTER_AWS=1 and credentials.

`PIPEFILTER_AWS=1 PIPEFILTER_AWS_RECORD=recorded.jsonl pytest -m aws` sends about 1,000 requests in half a minute or more; they
change nothing, and need the IAM action events:TestEventPattern.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from repository import CONFORMANCE

from pipefilter.aws.connection import Connection
from pipefilter.aws.events.event_pattern_call import PatternApi
from pipefilter.verification.comparison import Backend, compare
from pipefilter.verification.envelope import NO_EVENT, CannotBeAsked
from pipefilter.verification.recorded_answers import RecordingBackend

pytestmark = pytest.mark.aws

DATA = CONFORMANCE
FILES = sorted(path.name for path in DATA.glob("*.jsonl"))
ONE_IN = 20
"""One case in this many is sent, of those that are not chosen one by one."""


def sample(file: str) -> list[dict[str, Any]]:
    """The cases of a file that are sent: all rejected ones of `experiments.jsonl`, and one in 20 of the rest."""
    read = [json.loads(line) for line in (DATA / file).read_text("utf-8").splitlines()]
    chosen = file == "experiments.jsonl"
    return [
        case
        for number, case in enumerate(read)
        if number % ONE_IN == 0 or (chosen and case["expect"] in ("invalid_pattern", "invalid_event"))
    ]


@pytest.fixture(scope="module")
def aws() -> Iterator[Backend]:
    if os.environ.get("PIPEFILTER_AWS") != "1":
        pytest.skip("asks AWS itself: set PIPEFILTER_AWS=1, with credentials for events:TestEventPattern")
    session = Connection().session()
    if session.region_name is None or session.get_credentials() is None:
        pytest.skip(
            "PIPEFILTER_AWS is set, but there are no AWS credentials, or no region in AWS_DEFAULT_REGION"
        )
    with ExitStack() as stack:
        api = stack.enter_context(PatternApi(Connection()))
        record = os.environ.get("PIPEFILTER_AWS_RECORD")
        yield stack.enter_context(RecordingBackend(api, record)) if record else api


@pytest.mark.parametrize("file", FILES)
def test_conformance(aws: Backend, file: str) -> None:
    """AWS gives pipefilter's verdict, message, line and column."""
    wrong, count = [], 0
    for case in sample(file):
        try:
            comparison = compare(case["pattern"], case.get("event") or NO_EVENT, aws)
        except CannotBeAsked:
            continue
        count += 1
        if comparison.differs_in:
            wrong.append(
                (
                    case["id"],
                    case["pattern"],
                    case.get("event"),
                    comparison.differs_in,
                    comparison.ours,
                    comparison.theirs,
                )
            )
    assert count
    assert not wrong
