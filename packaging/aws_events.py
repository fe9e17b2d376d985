"""Rebuilds the table of AWS's own events from the npm package that the AWS CDK team publishes.

    python packaging/aws_events.py                                  # the version that the table names
    python packaging/aws_events.py --version 0.1.216 --date 2026-09-29    # another one

The package contains the schemas of the EventBridge schema registry `aws.events`. What it lacks is in
`pipefilter/events/aws_supplement.json`, which is written by hand.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

__all__ = ["PACKAGE", "TABLE", "table_text"]

PACKAGE = "@aws-cdk/aws-service-spec"
TABLE = Path(__file__).parent.parent / "pipefilter" / "events" / "aws_schemas.json"

_KINDS = {"string": "s", "number": "n", "integer": "n", "boolean": "b"}
_OPEN = "*"


def packed_database(version: str) -> bytes:
    """The packed database of a version of the package, downloaded with npm."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", "--pack-destination", folder, f"{PACKAGE}@{version}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as members:
            file = members.extractfile("package/db.json.gz")
            assert isinstance(file, io.BufferedReader)  # noqa: S101 - each version of the package has it
            return file.read()


def table_text(database: bytes, version: str, date: str) -> str:
    """The text of the table: one event on each line, so that a new version is a readable difference."""
    schema = json.loads(gzip.decompress(database))["schema"]
    types = {entity["$id"]: entity["properties"] for entity in schema["eventTypeDefinition"]["entities"]}
    events: dict[tuple[str, str], Any] = {}
    for entity in schema["event"]["entities"]:
        key = (entity["source"], entity["detailType"])
        detail = _object(entity["rootProperty"]["$ref"], types, ())
        events[key] = _merged(events[key], detail) if key in events else detail
    head = {"package": PACKAGE, "version": version, "date": date, "license": "Apache-2.0"}
    lines = [_json([*key, events[key]]) for key in sorted(events)]
    return _json(head).removesuffix("}") + ', "events": [\n' + ",\n".join(lines) + "\n]}\n"


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _object(reference: str, types: dict[str, Any], above: tuple[str, ...]) -> Any:  # noqa: ANN401 - JSON
    """An object: its fields by name, with `?` after a name that not every event has; open if none is known."""
    if reference in above or (above and not types[reference]):
        return _OPEN
    return {
        name if each.get("required") else f"{name}?": _shape(each["type"], types, (*above, reference))
        for name, each in types[reference].items()
    }


def _shape(kind: dict[str, Any], types: dict[str, Any], above: tuple[str, ...]) -> Any:  # noqa: ANN401 - JSON
    """A letter for a value, a list for an array, an object with `*` for one with any names."""
    name = kind["type"]
    if name == "ref":
        return _object(kind["reference"]["$ref"], types, above)
    if name == "array":
        return [_shape(kind["element"], types, above)]
    if name == "map":
        return {_OPEN: _shape(kind["element"], types, above)}
    return _KINDS.get(name, _OPEN)


def _merged(first: Any, second: Any) -> Any:  # noqa: ANN401 - JSON
    """The fields of both: the registry has two schemas for a few events."""
    if isinstance(first, dict) and isinstance(second, dict):
        merged = dict(first)
        for name, shape in second.items():
            other = f"{name}?" if not name.endswith("?") else name.removesuffix("?")
            if other in merged:  # required in one, optional in the other
                merged[name.removesuffix("?") + "?"] = _merged(merged.pop(other), shape)
            else:
                merged[name] = _merged(merged[name], shape) if name in merged else shape
        return merged
    return first if first == second else _OPEN


def main() -> None:
    """Write the table."""
    head = json.loads(TABLE.read_text("utf-8")) if TABLE.exists() else {}
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--version", default=head.get("version"))
    parser.add_argument("--date", default=head.get("date"), help="when this version was published")
    options = parser.parse_args()
    TABLE.write_text(table_text(packed_database(options.version), options.version, options.date), "utf-8")
    print(TABLE)


if __name__ == "__main__":
    main()
