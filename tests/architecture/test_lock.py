"""requirements.lock is in step with pyproject.toml: every dependency, in range, with its hashes."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.code import ROOT

PINNED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?P<rest>(?:.*\\\n)+.*)$", re.MULTILINE)


def _named() -> set[Requirement]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    texts = config["project"]["dependencies"] + config["dependency-groups"]["dev"]
    texts += config["build-system"]["requires"]
    return {Requirement(text) for text in texts}


def read_lock(text: str) -> list[tuple[str, str, int]]:
    """Return each locked name with its version and the number of its hashes.

    A name stands more than once where the version depends on Python or on the machine.
    """
    return [
        (canonicalize_name(pin["name"]), pin["version"], pin["rest"].count("--hash=sha256:"))
        for pin in PINNED.finditer(text)
    ]


@pytest.fixture(scope="module")
def lock() -> str:
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


@pytest.mark.parametrize("requirement", sorted(_named(), key=str), ids=str)
def test_every_dependency_is_locked_within_its_range(requirement: Requirement, lock: str) -> None:
    name = canonicalize_name(requirement.name)
    versions = [version for locked, version, _ in read_lock(lock) if locked == name]
    assert versions
    assert all(requirement.specifier.contains(version, prereleases=True) for version in versions)


def test_every_locked_file_has_a_hash(lock: str) -> None:
    pinned = read_lock(lock)
    assert [name for name, _, hashes in pinned if not hashes] == []
    assert len(pinned) == len(re.findall(r"^[\w.-]+==", lock, re.MULTILINE))


def test_the_lock_names_no_index_so_that_a_mirror_serves_as_well(lock: str) -> None:
    assert re.findall(r"^-.*|https?://\S+", lock, re.MULTILINE) == []


def test_a_locked_name_is_read_with_its_hashes() -> None:
    text = "Ruamel.yaml==1.2 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via x\n"
    assert read_lock(text) == [("ruamel-yaml", "1.2", 2)]
