"""What is public says what it is: functions, classes, and each room in one line."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath

import pytest

from tests.architecture.code import Module, modules, public


def unsaid(module: Module) -> list[str]:
    """Return the public names of a module that have no docstring."""
    private = any(part.startswith("_") and part != "__init__.py" for part in module.path.split("/"))
    return [
        f"{module.path}:{node.lineno} {name}"
        for name, node in public(module.tree.body)
        if not private and not ast.get_docstring(node)
    ]


def wrong_in_room(module: Module) -> list[str]:
    """Return what a folder's ``__init__`` fails to say: its purpose, and the names it hands out."""
    said = ast.get_docstring(module.tree) or ""
    names = {
        target.id
        for node in module.tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    wrong = [] if said and "\n" not in said else ["says not in one line what it is for"]
    return wrong + ([] if "__all__" in names else ["hands out no names in __all__"])


def test_every_public_name_is_explained() -> None:
    assert [name for module in modules() for name in unsaid(module)] == []


def test_every_room_says_in_one_line_what_it_is_for_and_hands_out_its_names() -> None:
    folders = [module for module in modules() if PurePosixPath(module.path).name == "__init__.py"]
    found = {module.path: wrong_in_room(module) for module in folders}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_a_missing_docstring_is_found() -> None:
    text = 'class A:\n    """Is."""\n    def b(self): ...\n    def _c(self): ...\ndef d(): ...\n'
    assert unsaid(Module("kernel/a.py", text)) == ["kernel/a.py:3 A.b", "kernel/a.py:5 d"]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ('"""One line."""\n__all__ = []\n', 0),
        ('"""One line.\n\nAnd more.\n"""\n__all__ = []\n', 1),
        ('"""One line."""\n', 1),
        ("", 2),
    ],
)
def test_a_room_that_says_too_little_or_too_much_is_found(text: str, faults: int) -> None:
    assert len(wrong_in_room(Module("kernel/__init__.py", text))) == faults
