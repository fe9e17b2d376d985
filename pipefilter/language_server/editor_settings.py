"""The settings that an editor sends, as the options of `check`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from pipefilter.application.check import code_prefixes
from pipefilter.application.check_settings import CheckSettings
from pipefilter.dataclass import dataclass
from pipefilter.filtering.lookup import Contradiction, named_service, named_source
from pipefilter.filtering.placement import mismatch

__all__ = ["SECTION", "EditorSettings", "editor_settings"]

SECTION = "pipefilter"
"""The section of an editor's settings that has ours."""


@dataclass(frozen=True, slots=True)
class EditorSettings:
    """The settings that can be used, and a sentence about each of the others, which has its default."""

    check: CheckSettings
    faults: tuple[str, ...] = ()


def editor_settings(values: object) -> EditorSettings:
    """The settings in what an editor sends; names that are not ours may be those of its extension."""
    if values is None:
        return EditorSettings(CheckSettings())
    if not isinstance(values, Mapping):
        return EditorSettings(
            CheckSettings(), (f"{SECTION}: the settings must be an object, not {_json(values)}",)
        )
    own = values.get(SECTION)
    members = own if isinstance(own, Mapping) else values  # a whole file of settings, or our section of it
    settings, faults = CheckSettings(), list[str]()
    for name, setting in _SETTINGS.items():
        value = members.get(name)
        if value is None:
            continue
        try:
            settings = setting(settings, value)
        except (Contradiction, TypeError, ValueError) as error:
            faults.append(f"{SECTION}.{name}: {error}")
    return EditorSettings(settings, tuple(faults))


def _service(settings: CheckSettings, value: object) -> CheckSettings:
    name = _string(value)
    if name:
        named_service(name)
    return replace(settings, service=name)


def _source(settings: CheckSettings, value: object) -> CheckSettings:
    name = _string(value)
    if not name:
        return settings
    source = named_source(name)
    if settings.service and (wrong := mismatch([named_service(settings.service)], source)):
        raise Contradiction(wrong)
    return replace(settings, source=name)


def _select(settings: CheckSettings, value: object) -> CheckSettings:
    return replace(settings, select=_codes(value))


def _ignore(settings: CheckSettings, value: object) -> CheckSettings:
    return replace(settings, ignore=_codes(value))


def _severity(settings: CheckSettings, value: object) -> CheckSettings:
    name = _string(value)
    # an editor may send an empty string for what is not set; `CheckSettings` rejects what is not a severity
    return replace(settings, severity=name) if name else settings  # type: ignore[arg-type]


def _emulators(settings: CheckSettings, value: object) -> CheckSettings:
    if not isinstance(value, bool):
        raise TypeError(f"must be true or false, not {_json(value)}")
    return replace(settings, emulators=value)


def _codes(value: object) -> tuple[str, ...]:
    codes = value.split(",") if isinstance(value, str) else value
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise TypeError(f'must be a list of codes, such as ["PF402"], not {_json(value)}')
    return code_prefixes(code for code in codes if code.strip())


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"must be a string, not {_json(value)}")
    return value.strip()


def _json(value: object) -> str:
    text = json.dumps(value, default=str)
    return text if len(text) <= 50 else f"{text[:50]}..."


_SETTINGS: dict[str, Callable[[CheckSettings, object], CheckSettings]] = {
    "service": _service,
    "source": _source,
    "select": _select,
    "ignore": _ignore,
    "severity": _severity,
    "emulators": _emulators,
}
"""Each setting by its name, which is that of the option."""
