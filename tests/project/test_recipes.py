"""The Homebrew formula and the conda recipe: both are filled in, and are well-formed."""

from __future__ import annotations

import json
import re
import tarfile
import zipfile
from pathlib import Path

import packages
import pytest
import recipes
import yaml
from packages import PackageError
from real_tools import node_package_folder, run
from repository import ROOT

LOCK = """
lock-version = "1.0"
[[packages]]
name = "python-hcl2"
sdist = { url = "https://example.com/hcl2.tar.gz", hashes = { sha256 = "22" } }
[[packages]]
name = "pipefilter"
archive = { path = "pipefilter-0.2.0-py3-none-any.whl" }
[[packages]]
name = "click"
sdist = { url = "https://example.com/click.tar.gz", hashes = { sha256 = "11" } }
wheels = [{ url = "https://example.com/click.whl", hashes = { sha256 = "10" } }]
"""
METADATA = """Name: pipefilter
Version: 0.2.0
Summary: Event "patterns" in Python
Requires-Dist: click[all]>=8.1
Requires-Dist: python_hcl2<9,>=8.1
Requires-Dist: backports-zstd>=1.0; python_version < '3.14'
Requires-Dist: boto3>=1.34; extra == 'aws'
"""


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A folder with both files, filled in for small packages."""
    with zipfile.ZipFile(tmp_path / "pipefilter-0.2.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("pipefilter-0.2.0.dist-info/METADATA", METADATA)
    with tarfile.open(tmp_path / "pipefilter-0.2.0.tar.gz", "w:gz"):
        pass
    lock = tmp_path / "pylock.toml"
    lock.write_text(LOCK, "utf-8")
    assert recipes.main([str(tmp_path), str(tmp_path / "filled"), "--lock", str(lock)]) == 0
    return tmp_path / "filled"


def test_conda_recipe(filled: Path, tmp_path: Path) -> None:
    """It has the sdist, and the dependencies for its Python, as conda writes them."""
    _, sdist = packages.packages_in(tmp_path)
    recipe = yaml.safe_load((filled / "conda" / "recipe.yaml").read_text("utf-8"))
    assert recipe["context"] == {"version": "0.2.0"}
    assert recipe["source"]["sha256"] == sdist.sha256
    assert recipe["source"]["url"].endswith("/releases/download/v0.2.0/pipefilter-0.2.0.tar.gz")
    assert recipe["requirements"]["run"] == ["python >=3.14", "click >=8.1", "python_hcl2 <9,>=8.1"]
    assert recipe["requirements"]["host"][0] == "python >=3.14"
    assert recipe["about"]["summary"] == "Event patterns in Python"


def test_homebrew_formula(filled: Path) -> None:
    """It has a resource for each dependency, with its URL and its hash."""
    formula = (filled / "homebrew" / "pipefilter.rb").read_text("utf-8")
    assert formula.startswith("class Pipefilter < Formula\n")
    assert 'desc "Event patterns in Python"' in formula
    resources = re.findall(r'  resource "(.+)" do\n    url "(.+)"\n    sha256 "(.+)"\n  end\n', formula)
    assert resources == [
        ("click", "https://example.com/click.tar.gz", "11"),
        ("python-hcl2", "https://example.com/hcl2.tar.gz", "22"),
    ]


@pytest.mark.slow
@pytest.mark.tools
def test_the_formula_is_ruby(filled: Path) -> None:
    """A parser of Ruby finds no error in it."""
    prism = node_package_folder("@ruby/prism")
    wrong = filled / "wrong.rb"
    formula = filled / "homebrew" / "pipefilter.rb"
    wrong.write_text(formula.read_text("utf-8").replace("  def install\n", ""), "utf-8")
    script = ROOT / "tests" / "support" / "ruby_errors.mjs"
    output = run("node", "--no-warnings", str(script), str(prism), str(formula), str(wrong), cwd=filled)
    right, errors = json.loads(output)
    assert right == 0
    assert errors > 0


@pytest.mark.parametrize(
    ("lock", "reason"),
    [
        (LOCK.replace("sdist =", "source ="), "no sdist of python-hcl2, click"),
        ("packages = 1", "the lock file cannot be read"),
        ("[", "the lock file cannot be read"),
    ],
)
def test_no_lock(lock: str, reason: str) -> None:
    """What Homebrew cannot build is reported."""
    with pytest.raises(PackageError, match=reason):
        recipes.locked_in(lock)


def test_every_placeholder_has_a_value() -> None:
    """A placeholder that nothing fills in is reported, not written."""
    with pytest.raises(PackageError, match="no value for NEW"):
        recipes.filled("# A template\n@VERSION@ @NEW@", {"VERSION": "1"})


def test_the_image() -> None:
    """It is pinned by digest, runs without rights, and installs the wheel with the one command that CI runs too."""
    lines = (ROOT / "packaging" / "Dockerfile").read_text("utf-8").splitlines()
    bases = {line.split()[1] for line in lines if line.startswith("FROM ")}
    assert len(bases) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-\w+@sha256:[0-9a-f]{64}", bases.pop())
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001:10001"]
    (instruction,) = (line for line in lines if line.startswith("RUN "))
    assert not instruction.endswith("\\"), "CI reads it from one line"
