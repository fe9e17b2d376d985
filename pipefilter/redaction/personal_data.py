"""Detects values that look like personal data: email addresses, phone numbers, payment cards, accounts, IP addresses.

It detects the form of such data, and attributes with the names of such data. It cannot detect all of them.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable

__all__ = ["has_person_form", "has_personal_name", "personal_kind"]

_MAX_LENGTH = 1_000
"""Characters of a value that are examined."""
_EMAIL = re.compile(r"[^\s@<>\"]@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w+])\+[1-9][0-9 ()./-]{6,20}[0-9](?!\w)")
_NATIONAL_PHONE = re.compile(r"\(?[0-9]{2,4}\)?([ ./-]?[0-9]{2,4}){2,4}")
"""Without the code of a country: only as the whole value, as many other numbers look alike."""
_PHONE_DIGITS = range(9, 16)
"""E.164 allows 15 at most; fewer than nine are more often a date or a count."""
_DATE = re.compile(r"(19|20)[0-9]{2}[-./ ]?[01][0-9][-./ ]?[0-3][0-9]")
_CARD = re.compile(r"[2-6][0-9]{3}([ -]?[0-9]{4}){2}[ -]?[0-9]{1,7}")
_ACCOUNT = re.compile(r"[A-Z]{2}[0-9]{2}( ?[A-Z0-9]{4}){2,7}( ?[A-Z0-9]{1,3})?")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_PERSON = re.compile(r"[^\W\d_]+\.?([ '’-][^\W\d_]+\.?){1,3}")
_NAMES = frozenset(
    [
        "email",
        "mail",
        "phone",
        "telephone",
        "mobile",
        "fax",
        "surname",
        "lastname",
        "firstname",
        "forename",
        "fullname",
        "username",
        "nickname",
        "birthday",
        "birthdate",
        "dob",
        "ssn",
        "passport",
        "iban",
        "street",
    ]
)
"""The last word of an attribute that holds personal data."""
_PAIRS = frozenset(
    [
        "e mail",
        "email address",
        "mail address",
        "ip address",
        "street address",
        "home address",
        "phone number",
        "mobile number",
        "telephone number",
        "passport number",
        "card number",
        "account holder",
        "first name",
        "last name",
        "full name",
        "given name",
        "family name",
        "middle name",
        "maiden name",
        "user name",
        "display name",
        "customer name",
        "client name",
        "patient name",
        "employee name",
        "contact name",
        "person name",
        "of birth",
        "birth date",
        "social security",
    ]
)
"""The last two words of an attribute that holds personal data."""


def personal_kind(value: str) -> str | None:
    """The kind of personal data that a value looks like, such as `email address`; None if it looks like none."""
    text = value[:_MAX_LENGTH].strip()
    if _EMAIL.search(text):
        return "email address"
    if _is_ip_address(text):
        return "IP address"
    if _CARD.fullmatch(text) and _passes_luhn(text) and _DATE.match(text) is None:
        return "payment card"
    if _ACCOUNT.fullmatch(text) and _passes_iban(text):
        return "bank account"
    if _PHONE.search(text) or _is_national_phone(text):
        return "phone number"
    return None


def has_personal_name(names: Iterable[str]) -> bool:
    """Whether names that lead to an attribute end as personal data do: `email`, `customer.name`, `phoneNumber`."""
    words = [word.lower() for name in names for word in _WORD.findall(name)]
    return bool(words) and (words[-1] in _NAMES or " ".join(words[-2:]) in _PAIRS)


def has_person_form(value: str) -> bool:
    """Whether a value has the form of a person's name, such as `Anna Muster`; names of cities and products have it too."""
    text = value[:_MAX_LENGTH].strip()
    return bool(_PERSON.fullmatch(text)) and all(word[0].isupper() for word in re.split(r"[ '’-]", text))


def _is_national_phone(text: str) -> bool:
    digits = sum(character.isdigit() for character in text)
    return (
        digits in _PHONE_DIGITS
        and (digits < len(text) or text.startswith("0"))  # digits alone are more often an identifier
        and _DATE.match(text) is None
        and _NATIONAL_PHONE.fullmatch(text) is not None
    )


def _is_ip_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _passes_luhn(text: str) -> bool:
    """Whether the digits have the check digit of payment cards (ISO/IEC 7812-1)."""
    digits = [int(character) for character in text if character.isdigit()][::-1]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _passes_iban(text: str) -> bool:
    """Whether the check digits of an International Bank Account Number are correct (ISO 13616)."""
    plain = text.replace(" ", "")
    return int("".join(str(int(character, 36)) for character in plain[4:] + plain[:4])) % 97 == 1
