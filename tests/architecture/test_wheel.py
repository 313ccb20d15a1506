"""The wheel carries what a person without a checkout needs: places, agreements, codes and types."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.architecture.code import ROOT

CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SHIPPED = CONFIG["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
NOT_SHIPPED = {
    "bench",
    "build",
    "clinical-safety",
    "demo",
    "dist",
    "docs",
    "fuzz",
    "src",
    "tests",
    "tools",
}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Build the wheel, with the build tool already installed, and list it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def _files(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in found if "__pycache__" not in path.parts}


def test_every_folder_of_the_tree_is_shipped_or_known_not_to_be() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] != "."}
    assert folders - NOT_SHIPPED - {"__pycache__"} == set(SHIPPED)
    assert {f"wholeplace/shipped/{name}" for name in SHIPPED} == set(SHIPPED.values())


@pytest.mark.parametrize("folder", sorted(SHIPPED))
def test_every_shipped_file_is_inside(names: set[str], folder: str) -> None:
    prefix = "wholeplace/shipped/"
    inside = {name.removeprefix(prefix) for name in names if name.startswith(f"{prefix}{folder}/")}
    assert inside == _files(ROOT / folder)
    assert inside


def test_every_module_and_the_promise_of_types_are_inside(names: set[str]) -> None:
    source = {name.removeprefix("src/") for name in _files(ROOT / "src" / "wholeplace")}
    assert source <= names
    assert "wholeplace/py.typed" in names


def test_nothing_else_is_inside(names: set[str]) -> None:
    assert {name.split("/")[0].split("-")[0] for name in names} == {"wholeplace"}
