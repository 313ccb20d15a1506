"""Nothing in the tree points to one machine: no package index, no folder of a workplace."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.code import ROOT

NOT_OURS = {"build", "demo", "dist", "_build", "__pycache__", ".git", ".venv"}

# Written in pieces, so that this file does not find itself.
INDEX = ("py" + "pi", "python" + "hosted", "/simple" + "/", "ana" + "conda", "registry." + "npmjs")
FOLDERS = tuple(f"/{name}/" for name in ("work", "root"))
BESIDE = "shared" + "/"


def local_words(text: str) -> list[str]:
    """Return the addresses and folders of a text that mean something on one machine only."""
    links = re.findall(r"https?://[^\s\"'<>)`]+", text)
    index = [link for link in links if any(word in link.lower() for word in INDEX)]
    paths = "|".join(re.escape(folder) for folder in FOLDERS)
    folders = re.findall(rf"(?<![\w.:/-])(?:{paths})[\w./-]*", text)
    return index + folders + re.findall(rf"(?<![\w/]){BESIDE}(?:data|research|seeds)\b", text)


def _texts() -> Iterator[tuple[Path, str]]:
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        hidden = any(part in NOT_OURS or part.endswith("_cache") for part in inside.parts)
        if hidden or ".hypothesis" in inside.parts or not path.is_file():
            continue
        try:
            yield inside, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_file_names_a_package_index_or_a_folder_of_one_machine() -> None:
    found = [(str(path), word) for path, text in _texts() for word in local_words(text)]
    assert found == []


@pytest.mark.parametrize("text", [
    f"see https://{INDEX[0]}.org/project/x",
    f"--index-url https://mirror.example{INDEX[2]}",
    f"open('{FOLDERS[0]}main/x')",
    f"({BESIDE}research/x.md)",
])  # fmt: skip
def test_a_local_word_is_found(text: str) -> None:
    assert len(local_words(text)) == 1


@pytest.mark.parametrize(
    "text", ["https://www.england.nhs.uk/work/here", "home/work/x", "hard work / play"]
)
def test_an_ordinary_word_is_left_alone(text: str) -> None:
    assert local_words(text) == []
