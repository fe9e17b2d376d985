"""Fill in the Homebrew formula and the conda recipe for the sdist of a release."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packages import Package, PackageError, metadata_of, packages_in

__all__ = ["Locked", "filled", "locked_in", "main"]

HERE = Path(__file__).parent
TEMPLATES = (HERE / "homebrew" / "pipefilter.rb", HERE / "conda" / "recipe.yaml")
PYTHON = "3.14"
"""That of the formula and of the recipe."""
RELEASES = "https://github.com/pipefilter/pipefilter/releases/download"
_PLACEHOLDER = re.compile(r"@([A-Z0-9]+)@")
_NAME_AND_VERSIONS = re.compile(r"^[\w.-]+|[<>=!~].*$")
_REQUIREMENT = re.compile(r"([\w.-]+)(?:\[[^\]]*\])?([^;]*)(?:;(.*))?")


@dataclass(frozen=True, slots=True)
class Locked:
    """The sdist of a dependency, which Homebrew builds."""

    name: str
    url: str
    sha256: str


def locked_in(lock: str) -> list[Locked]:
    """The sdists in the text of a pylock.toml, but for pipefilter itself, by name.

    Raises:
        PackageError: if it is no such file, or a dependency has no sdist.
    """
    try:
        packages = tomllib.loads(lock)["packages"]
        sdists = [(package["name"], package.get("sdist")) for package in packages]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise PackageError(f"the lock file cannot be read: {error!r}") from error
    without = [name for name, sdist in sdists if sdist is None and name != "pipefilter"]
    if without:
        raise PackageError(f"no sdist of {', '.join(without)}")
    return [
        Locked(name, sdist["url"], sdist["hashes"]["sha256"])
        for name, sdist in sorted(sdists)
        if name != "pipefilter"
    ]


def lock_of(wheel: Package) -> str:
    """The pylock.toml of what the wheel needs, from the package index.

    Raises:
        PackageError: if uv is not installed, or cannot reach the index.
    """
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder, "pylock.toml")
        requirements = Path(folder, "requirements.in")
        requirements.write_text(f"pipefilter @ {wheel.path.resolve().as_uri()}\n", "utf-8")
        command = ["uv", "pip", "compile", "--quiet", "--no-cache", "--python-version", PYTHON, "--universal"]
        try:
            done = subprocess.run(
                [*command, "--format", "pylock.toml", "--output-file", str(lock), str(requirements)],
                capture_output=True,
                text=True,
                check=False,
            )
        except OSError as error:
            raise PackageError(f"uv cannot be run: {error}") from error
        if done.returncode:
            raise PackageError(f"uv cannot find the dependencies: {done.stderr.strip()}")
        return lock.read_text("utf-8")


def values_for(wheel: Package, sdist: Package, dependencies: list[Locked], build: list[str]) -> dict[str, str]:
    """What each placeholder of the templates stands for."""
    metadata = metadata_of(wheel)
    version = str(metadata["Version"])
    return {
        "VERSION": version,
        "SUMMARY": re.sub(r'["\\#]', "", str(metadata["Summary"])),
        "URL": f"{RELEASES}/v{version}/{sdist.path.name}",
        "SHA256": sdist.sha256,
        "PYTHON": f">={PYTHON}",
        "BUILD": "\n".join(f"    - {' '.join(_NAME_AND_VERSIONS.findall(line))}" for line in build),
        "RESOURCES": "\n\n".join(
            f'  resource "{each.name}" do\n    url "{each.url}"\n    sha256 "{each.sha256}"\n  end'
            for each in dependencies
        ),
        "DEPENDENCIES": "\n".join(
            f"    - {line}"
            for line in conda_dependencies(
                metadata.get_all("Requires-Dist", []), {each.name for each in dependencies}
            )
        ),
    }


def conda_dependencies(lines: list[str], names: set[str]) -> Iterator[str]:
    """The requirements with one of these names, as conda writes them, without extras and conditions."""
    for line in lines:
        requirement = _REQUIREMENT.match(line)
        name, versions, condition = requirement.groups(default="") if requirement else (line, "", "")
        if "extra ==" not in condition and re.sub(r"[-_.]+", "-", name).lower() in names:
            yield f"{name} {versions.strip()}".strip()


def filled(template: str, values: dict[str, str]) -> str:
    """A template with its placeholders filled in, and without the comment that says it is one.

    Raises:
        PackageError: if a placeholder has no value.
    """
    missing = sorted(set(_PLACEHOLDER.findall(template)) - values.keys())
    if missing:
        raise PackageError(f"no value for {', '.join(missing)}")
    _, _, text = template.partition("\n")
    return _PLACEHOLDER.sub(lambda placeholder: values[placeholder[1]], text)


def main(arguments: list[str] | None = None) -> int:
    """Write the filled templates; exit with 2 and the reason if that cannot be done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", type=Path, help="the folder with the wheel and the sdist")
    parser.add_argument("output", type=Path, help="the folder to write to")
    parser.add_argument("--lock", type=Path, help="a pylock.toml with the dependencies; else uv asks the index")
    options = parser.parse_args(arguments)
    try:
        wheel, sdist = packages_in(options.packages)
        lock = options.lock.read_text("utf-8") if options.lock else lock_of(wheel)
        settings = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))
        values = values_for(wheel, sdist, locked_in(lock), settings["build-system"]["requires"])
        texts = {path: filled(path.read_text("utf-8"), values) for path in TEMPLATES}
    except (PackageError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    for path, text in texts.items():
        target = options.output / path.relative_to(HERE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", newline="")
        print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
