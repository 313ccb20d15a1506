"""What a paper is made of: parts with headings, sentences, facts and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a version stands when it is printed: none of it is part of what was agreed."""

    number: int
    state: str
    is_draft: bool
    gp: str = ""
    gp_on: str = ""
    sha256: str = ""


def part(title: str, *blocks: Block) -> Block:
    """Return a part of a paper."""
    return {"title": title, "blocks": [one for one in blocks if one]}


def heading(words: str, level: int = 3) -> Block:
    """Return a heading within a part."""
    return {"kind": "heading", "words": words, "level": level}


def text(words: object) -> Block:
    """Return a paragraph, or nothing where there is nothing to say."""
    return {"kind": "text", "words": str(words)} if words else {}


def facts(rows: Iterable[tuple[str, object]]) -> Block:
    """Return names with what is said of each; what is empty is left out."""
    kept = [[name, str(value)] for name, value in rows if value not in (None, "")]
    return {"kind": "facts", "rows": kept} if kept else {}


def table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Block:
    """Return a table, or nothing where it has no row."""
    cells = [[str(value) if value is not None else "" for value in row] for row in rows]
    return {"kind": "table", "caption": caption, "columns": columns, "rows": cells} if cells else {}


def paper(
    title: str, said: Mapping[str, Any], standing: Standing, size: int, parts: Iterable[Block]
) -> dict[str, Any]:
    """Return everything that a paper about somebody says; who it is stands on each page."""
    who = said["Person demographics"]
    name = who["Person full name"]
    known = f"born {who['Date of birth']}"
    number = f", NHS number {who['NHS number']}" if who.get("NHS number") else ""
    return {
        "title": title,
        "name": f"{name}, {known}{number}",
        "standing": f"Version {standing.number}, {standing.state}",
        "is_draft": standing.is_draft,
        "size": size,
        "parts": [one for one in parts if one["blocks"]],
    }
