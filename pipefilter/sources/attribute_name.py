"""Names of message attributes of SNS.

https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
"""

from __future__ import annotations

import re

from pipefilter.json_text.writer import quoted

__all__ = ["name_fault"]

_MAX_LENGTH = 256
_OTHER_CHARACTER = re.compile(r"[^A-Za-z0-9_.-]")
_RESERVED = re.compile(r"(?:aws|amazon)\.", re.IGNORECASE)
_OF_AWS = ("AWS.SNS.SMS.", "AWS.SNS.MOBILE.", "AWS.MM.SMS.")
"""The reserved names that publishers set, such as `AWS.SNS.SMS.SenderID`.

https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html
"""


def name_fault(name: str) -> str:
    """Why a name cannot be that of an attribute; "" if it can."""
    if not name:
        return "it is empty"
    if other := _OTHER_CHARACTER.search(name):
        return f"{quoted(other[0])} is not allowed in it"
    if name.startswith(".") or name.endswith(".") or ".." in name:
        return "periods can only be single, and inside it"
    if _RESERVED.match(name) and not name.startswith(_OF_AWS):
        return "names that start with AWS. or Amazon. are reserved"
    return "" if len(name) <= _MAX_LENGTH else f"it has more than {_MAX_LENGTH} characters"
