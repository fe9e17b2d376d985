"""The attributes of an SNS message, as filter policies see them: strings, numbers, and arrays of values.

https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
"""

from __future__ import annotations

from pipefilter.events.shape import KINDS, Shape, object_of

__all__ = ["SNS_ATTRIBUTES"]

SNS_ATTRIBUTES = object_of({}, other=Shape(frozenset(KINDS), is_array=True))
