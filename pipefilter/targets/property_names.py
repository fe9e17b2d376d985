"""CloudFormation's names of properties in other spellings: `DynamoDBStreamParameters`, `dynamoDbStreamParameters`."""

from __future__ import annotations

import re

__all__ = ["camel", "snake"]

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z]|[0-9]|\b|_)|[A-Z]?[a-z]+|[0-9]+")


def camel(name: str) -> str:
    """As the CDK has it in TypeScript.

    Args:
        name: as CloudFormation has it.
    """
    first, *rest = _WORD.findall(name)
    return "".join([first.lower(), *(word.capitalize() for word in rest)])


def snake(name: str) -> str:
    """As the CDK has it in Python.

    Args:
        name: as CloudFormation has it.
    """
    return "_".join(word.lower() for word in _WORD.findall(name))
