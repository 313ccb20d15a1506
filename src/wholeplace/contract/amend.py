"""Amend the text of an agreement: a parameter from a day on, another name for a thing.

All else in the text stays as its author wrote it. The result has the form of an agreement; whether
it makes sense as one is for ``read_contract`` to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from wholeplace.contract.formula import Mistake, Name, read_formula, walk
from wholeplace.contract.model import Terms
from wholeplace.document import (
    Document,
    Edit,
    Page,
    Plain,
    Slot,
    insert_item,
    read_document,
    rewritten,
    set_value,
    word,
)
from wholeplace.kernel import Refused, nearest

Path = tuple[str | int, ...]
_SECTIONS = ("figures", "parameters", "lines")

# Where a name stands beside the formulas: as a key, and as a value. ``*`` is any one step.
_KEYS: Sequence[Path] = (
    ("figures", "*"),
    ("parameters", "*"),
    ("lines", "*"),
    ("variations", "*", "sets", "*"),
)
_VALUES: Sequence[Path] = (
    ("parameters", "*", "by"),
    ("payments", "*", "from"),
    ("payments", "*", "from", "*"),
    ("payments", "*", "to"),
    ("payments", "*", "to", "*"),
    ("payments", "*", "amount"),
    ("reviews", "*", "rebases", "*"),
    ("scope", "price"),
)
_FORMULAS: Sequence[Path] = (("lines", "*"), ("lines", "*", "is"))


def set_parameter(text: str, file: str, name: str, value: Plain, day: date, source: str) -> str:
    """Return the text of an agreement in which a parameter has a value from a day on.

    The value and its source are put among the dated ones in order, or in the place of those of
    that very day. Raises ``Refused`` where the text is not an agreement, or has no such parameter.
    """
    document = read_document(text, file, Terms)
    parameters = document.value.parameters
    if name not in parameters:
        remedy = nearest(name, parameters)
        raise Refused([document.problem(("parameters",), f"unknown parameter '{name}'", remedy)])
    days = [dated.from_ for dated in parameters[name].values.root]
    path = _values(document, name)
    if day in days:
        path = (*path, days.index(day))
        text = set_value(text, file, (*path, "value"), value)
        return set_value(text, file, (*path, "source"), source)
    entry: Plain = {"from": day.isoformat(), "value": value, "source": source}
    return insert_item(text, file, path, sum(other < day for other in days), entry)


def _values(document: Document[Terms], name: str) -> Path:
    is_long = ("parameters", name, "values") in document.source.positions
    return ("parameters", name, "values") if is_long else ("parameters", name)


def rename(text: str, file: str, old: str, new: str) -> str:
    """Return the text of an agreement in which a figure, parameter or line has another name.

    The name is changed wherever it stands, in formulas at each place where it is a name and not
    the name of an argument. Raises ``Refused`` where nothing is called so.
    """
    document = read_document(text, file, Terms)
    names = [name for section in _SECTIONS for name in getattr(document.value, section)]
    if old not in names:
        what = f"no figure, parameter or line is called '{old}'"
        raise Refused([document.problem((), what, nearest(old, names))])
    page = Page(text, file)
    edits = [edit for path, slot in page.root.walk() for edit in _edits(path, slot, old, new)]
    return rewritten(page, edits, (), _renamed(page.value_at(()), (), old, new))


def _edits(path: Path, slot: Slot, old: str, new: str) -> Iterator[Edit]:
    if path and path[-1] == old and _fits(path, _KEYS):
        yield Edit(*slot.key_span, word(new))
    value = slot.node.value
    if value == old and _fits(path, _VALUES):
        yield Edit(slot.value_start, slot.end, word(new, quote=slot.quote))
    if isinstance(value, str) and _fits(path, _FORMULAS):
        yield from _edits_of_formula(slot, value, old, new)


def _edits_of_formula(slot: Slot, formula: str, old: str, new: str) -> Iterator[Edit]:
    found, places = _places(formula, old), slot.places()
    if found and not places:
        yield Edit(slot.value_start, slot.end, word(_put(formula, old, new), quote=slot.quote))
        return
    for at in found:
        yield Edit(places[at], places[at] + len(old), new)


def _places(formula: str, name: str) -> list[int]:
    try:
        nodes = walk(read_formula(formula))
    except Mistake:
        return []  # the reader of the agreement will say what is wrong with it
    return sorted({node.at for node in nodes if isinstance(node, Name) and node.name == name})


def _put(formula: str, old: str, new: str) -> str:
    for at in reversed(_places(formula, old)):
        formula = formula[:at] + new + formula[at + len(old) :]
    return formula


def _renamed(value: Plain, path: Path, old: str, new: str) -> Plain:
    if isinstance(value, dict):
        keys = {key: new if key == old and _fits((*path, key), _KEYS) else key for key in value}
        return {keys[k]: _renamed(item, (*path, k), old, new) for k, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, (*path, i), old, new) for i, item in enumerate(value)]
    if value == old and _fits(path, _VALUES):
        return new
    if isinstance(value, str) and _fits(path, _FORMULAS):
        return _put(value, old, new)
    return value


def _fits(path: Path, patterns: Sequence[Path]) -> bool:
    return any(
        len(path) == len(pattern)
        and all(step in {"*", here} for step, here in zip(pattern, path, strict=True))
        for pattern in patterns
    )
