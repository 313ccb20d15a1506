"""No contract's word in the engine: an agreement is a document, never a branch in the code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.architecture.code import PACKAGE, ROOT

PROPER_NAMES = (
    "ACO", "ACP", "Brent", "CNWL", "GPDC", "H4All", "HHCP", "Hackney", "Hillingdon", "MSSP",
    "Medicare", "Newham", "REACH", "Westminster",
)  # fmt: skip
TEXT = {".py", ".html", ".j2", ".json", ".yaml", ".md", ".sql", ".css", ".txt", ".toml"}

# Where a name is allowed, and why: (beginning of the path beneath the package, word).
ALLOWED = {
    ("cli/demo.py", "hillingdon-2019"): "the demo must begin somewhere; an option names another",
    ("synthetic/", "Hillingdon"): "cites the published counts behind the demo",
}


def shipped_names() -> list[str]:
    """Return the folder names of the shipped contracts and places."""
    found = (path for kind in ("contracts", "places") for path in (ROOT / kind).glob("*/"))
    return sorted(path.name for path in found if path.is_dir())


def words_in(text: str, words: Iterable[str]) -> list[str]:
    """Return the words that stand whole, in this case, in a text."""
    return [word for word in words if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)]


def _texts() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*")) if path.suffix in TEXT]


def test_no_contract_or_place_is_named_in_the_engine() -> None:
    words = [*PROPER_NAMES, *shipped_names()]
    found = [
        (path.relative_to(PACKAGE).as_posix(), word)
        for path in _texts()
        for word in words_in(path.read_text(encoding="utf-8"), words)
    ]
    unexplained = [
        (path, word)
        for path, word in found
        if not any(path.startswith(start) and word == name for start, name in ALLOWED)
    ]
    assert unexplained == []


def test_there_are_shipped_names_to_look_for() -> None:
    assert shipped_names()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("if track == 'MSSP':", ["MSSP"]),
        ("within reach of MSSPs", []),
        ("init('blended-payment')", ["blended-payment"]),
        ("a blended-payment-like one", []),
    ],
)
def test_whole_words_are_found(text: str, found: list[str]) -> None:
    assert words_in(text, ["MSSP", "REACH", "blended-payment"]) == found
