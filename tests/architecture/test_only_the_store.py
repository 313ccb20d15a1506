"""Only the store touches files, the clock, chance and the engine. (Imports: see import-linter.)"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

import pytest

from tests.architecture.code import Module, modules

# Called by name anywhere, these would run text as a program.
NOWHERE = {"eval", "exec", "compile", "__import__"}

# What a name outside the store would do.
ONLY_THE_STORE = {
    "open": "touches a file",
    "input": "asks the person at the screen",
    "now": "reads the clock",
    "today": "reads the clock",
    "utcnow": "reads the clock",
    "default_rng": "makes chance",
    "RandomState": "makes chance",
    "ibis.random": "makes chance",
    "ibis.uuid": "makes chance",
    "read_text": "touches a file",
    "read_bytes": "touches a file",
    "write_text": "touches a file",
    "write_bytes": "touches a file",
    "mkdir": "touches a file",
    "unlink": "touches a file",
    "execute": "runs the engine",
    "to_pandas": "runs the engine",
    "to_pyarrow": "runs the engine",
    "to_polars": "runs the engine",
    "to_parquet": "runs the engine",
    "to_csv": "runs the engine",
}

# Engines lack these, or do not agree on them.
NOT_PORTABLE = {
    "asof_join": "Spark has none",
    "delta": "engines count years and months differently; count days",
}


def _names(call: ast.Call) -> set[str]:
    """Return what a call may be known by: ``ibis.now()`` is both ``now`` and ``ibis.now``."""
    match call.func:
        case ast.Name(id=name):
            return {name}
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return {name, f"{owner}.{name}"}
        case ast.Attribute(attr=name):
            return {name}
    return set()


def _counts_days(call: ast.Call) -> bool:
    return any(
        word.arg == "unit" and isinstance(word.value, ast.Constant) and word.value.value == "day"
        for word in call.keywords
    )


def _from_the_store(tree: ast.Module) -> set[str]:
    """Return the names a module imports from the store: to call these is to ask the store."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wholeplace.store")
        for alias in node.names
    }


def _reasons(call: ast.Call, outside: Mapping[str, str], asked: set[str]) -> Iterator[str]:
    if isinstance(call.func, ast.Name) and call.func.id in asked:
        return
    if isinstance(call.func, ast.Name) and call.func.id in NOWHERE:
        yield f"{call.func.id}: runs text as a program"
    for name in _names(call) & outside.keys():
        if not (name == "delta" and _counts_days(call)):
            yield f"{name}: {outside[name]}"


# These ask the care database itself, not the engine of the records: what no model can say.
CARE_DATABASE = ("care/access/wall.py", "web/backup.py", "web/postgresql.py")


def faults(module: Module) -> list[str]:
    """Return every call that this module may not make, with its line."""
    # A migration is a script of the care database's own: it runs there and nowhere else.
    store = module.path.startswith(("store/", "care/migrations/"))
    outside = {} if store else ONLY_THE_STORE | NOT_PORTABLE
    if module.path in CARE_DATABASE:
        outside = {name: why for name, why in outside.items() if name != "execute"}
    calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    return [
        f"{module.path}:{call.lineno} {reason}"
        for call in calls
        for reason in _reasons(call, outside, _from_the_store(module.tree))
    ]


def test_only_the_store_touches_files_clock_chance_and_engine() -> None:
    assert [fault for module in modules() for fault in faults(module)] == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("kernel/a.py", "open('x')"),
        ("app/a.py", "path.read_text()"),
        ("report/a.py", "date.today()"),
        ("population/a.py", "ibis.now()"),
        ("synthetic/a.py", "numpy.random.default_rng(1)"),
        ("synthetic/a.py", "default_rng()"),
        ("budget/a.py", "table.execute()"),
        ("population/a.py", "a.asof_join(b)"),
        ("population/a.py", "a.delta(b, unit='year')"),
        ("population/a.py", "ibis.random()"),
        ("contract/a.py", "eval('1')"),
        ("store/a.py", "exec('1')"),
    ],
)
def test_a_call_that_is_not_allowed_is_found(path: str, line: str) -> None:
    assert len(faults(Module(path, line))) == 1


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("store/a.py", "datetime.now(tz=UTC)"),
        ("store/a.py", "expression.execute()"),
        ("care/access/wall.py", "cursor.execute('SELECT 1')"),
        ("kernel/a.py", "re.compile('x')"),
        ("synthetic/a.py", "generator.random(10)"),
        ("app/a.py", "from wholeplace.store import today; today()"),
        ("population/a.py", "a.delta(b, unit='day')"),
    ],
)
def test_a_call_that_is_allowed_is_left_alone(path: str, line: str) -> None:
    assert faults(Module(path, line)) == []
