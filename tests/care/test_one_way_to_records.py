"""Views and forms reach records through the scopes alone; what they may ask is in one file."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import wholeplace.care
from wholeplace.care import models

CARE = Path(wholeplace.care.__file__).parent
ROOMS = ("views", "forms", "today")
ALONE = ("pages.py", "urls.py")
MANAGERS = {"objects", "_default_manager", "_base_manager"}
RELATED = {"relationships", "related", "about_me", "registered", "posts", "teams"}


def _files() -> list[Path]:
    inside = [path for room in ROOMS for path in (CARE / room).rglob("*.py")]
    return sorted([*inside, *(CARE / name for name in ALONE)])


def _unscoped(text: str) -> list[str]:
    """Return what a text asks of a manager, or of the records that hang on a record."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Attribute):
            continue
        of_manager = node.attr in MANAGERS
        of_related = (
            isinstance(node.value, ast.Attribute)
            and node.value.attr in RELATED
            and node.attr in {"all", "filter", "get", "first", "create", "exists", "count"}
        )
        if of_manager or of_related:
            found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


@pytest.mark.parametrize("path", _files(), ids=lambda path: str(path.relative_to(CARE)))
def test_no_page_goes_round_the_scopes(path: Path) -> None:
    assert _unscoped(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    ["Person.objects.get(pk=1)", "Person._default_manager.all()", "person.related.all()"],
)
def test_the_test_sees_what_goes_round(text: str) -> None:
    assert _unscoped(text)


def test_every_model_of_a_person_has_a_scope() -> None:
    scopes = "".join(
        path.read_text(encoding="utf-8") for path in (CARE / "access" / "scopes").glob("*.py")
    )
    records = [
        name
        for name in models.__all__
        if isinstance(kind := getattr(models, name), type)
        and issubclass(kind, models.Record)
        and kind is not models.Record
    ]
    assert records
    for name in records:
        assert f"QuerySet[{name}]" in scopes, name
