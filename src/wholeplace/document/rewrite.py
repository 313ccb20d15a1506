"""Change a value, or add one, in the text of a document, and leave every other character as it was.

Comments, blank lines, order, quotes and indentation are the author's. A change is therefore a few
edits at places known from reading the text, never the document written out again. The result is
read, and refused where it does not say exactly what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from wholeplace.document.page import Page, Slot
from wholeplace.document.writing import WIDTH, block, can_fold, folded, inline, word
from wholeplace.document.yaml import Path, Plain, read_yaml
from wholeplace.kernel import Refused


@dataclass(frozen=True, slots=True)
class Edit:
    """Put ``text`` in the place of the characters from ``start`` up to ``end``."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with edits made; none may overlap another."""
    made, done = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        made += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*made, text[done:]])


def set_value(text: str, file: str, path: Path, value: Plain) -> str:
    """Return the text with another value at a path that is written in it.

    Where mappings or lists of the same shape stand in both, only the values that differ are
    changed. Raises ``Refused`` where the path is not written, or cannot be changed in place.
    """
    page = Page(text, file)
    slot = page.slot(path)
    edits = _changes(page, slot, page.value_at(path), value)
    return _made(page, edits, path, lambda _: value)


def insert_item(text: str, file: str, path: Path, at: int, item: Plain) -> str:
    """Return the text with an item put at position ``at`` of the list that stands at a path.

    It is written in the manner of the item beside it. Raises ``Refused`` as ``set_value`` does.
    """
    page = Page(text, file)
    slot = page.slot(path)

    def with_item(items: Plain) -> Plain:
        return [*items[:at], item, *items[at:]] if isinstance(items, list) else None

    return _made(page, _insertion(page, slot, at, None, item), path, with_item)


def insert_key(text: str, file: str, path: Path, after: str, key: str, value: Plain) -> str:
    """Return the text with a key and its value after another key of the mapping at a path.

    They are written in the manner of the key before. Raises ``Refused`` as ``set_value`` does.
    """
    page = Page(text, file)
    page.slot((*path, after))
    at = [child.name for child in page.slot(path).children].index(after) + 1

    def with_key(old: Plain) -> Plain:
        items = list(old.items()) if isinstance(old, dict) else []
        return dict([*items[:at], (key, value), *items[at:]])

    return _made(page, _insertion(page, page.slot(path), at, key, value), path, with_key)


def rename_key(text: str, file: str, path: Path, name: str) -> str:
    """Return the text with another name for the key at the end of a path."""
    page = Page(text, file)
    slot, old = page.slot(path), path[-1]

    def renamed(above: Plain) -> Plain:
        items = above.items() if isinstance(above, dict) else ()
        return {name if key == old else key: item for key, item in items}

    start, end = slot.key_span
    quote = text[start] if text[start] in "\"'" else ""
    return _made(page, [Edit(start, end, word(name, quote=quote))], path[:-1], renamed)


def _made(page: Page, edits: Sequence[Edit], path: Path, change: Callable[[Plain], Plain]) -> str:
    return rewritten(page, edits, path, _changed(page.value_at(()), path, change))


def rewritten(page: Page, edits: Sequence[Edit], path: Path, meant: Plain) -> str:
    """Return the edited text of a page if it says what was meant, in the order that was meant.

    Else raises ``Refused`` at the path.
    """
    text = edited(page.text, edits)
    try:
        said = repr(read_yaml(text, page.source.file).value)
    except Refused:
        said = ""
    if said != repr(meant):
        what = "this cannot be changed without writing the lines around it anew"
        raise Refused([page.problem(path, what, "change it by hand")])
    return page.mark + text


def _changed(value: Plain, path: Path, change: Callable[[Plain], Plain]) -> Plain:
    if not path:
        return change(value)
    step, rest = path[0], path[1:]
    if isinstance(value, dict):
        return {k: _changed(v, rest, change) if k == step else v for k, v in value.items()}
    items = value if isinstance(value, list) else []
    return [_changed(v, rest, change) if i == step else v for i, v in enumerate(items)]


# ---------------------------------------------------------------------------------------------
# A value in the place of another.


def _changes(page: Page, slot: Slot, old: Plain, new: Plain) -> list[Edit]:
    pairs: list[tuple[Plain, Plain]] = []
    if isinstance(old, dict) and isinstance(new, dict) and list(old) == list(new):
        pairs = list(zip(old.values(), new.values(), strict=True))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = list(zip(old, new, strict=True))
    if not pairs:
        return [] if old == new else _replacement(page, slot, new)
    children = zip(slot.children, pairs, strict=True)
    return [edit for child, (one, other) in children for edit in _changes(page, child, one, other)]


def _replacement(page: Page, slot: Slot, value: Plain) -> list[Edit]:
    written, start = _written(page, slot, value), slot.value_start
    if slot.is_empty:
        return [Edit(slot.end, slot.end, " " + written)]
    if slot.key is None or slot.is_flow or not slot.children:
        # A text may keep the line breaks after it; here they stay, as they are no longer its own.
        return [Edit(start, start + len(page.text[start : slot.end].rstrip()), written)]
    # Lines beneath a key give way to a value beside it, in front of any note.
    colon = page.text.index(":", slot.key_span[1]) + 1
    return [
        Edit(colon, colon, " " + written),
        Edit(page.line_start(start), page.after(slot.children[-1]), ""),
    ]


def _written(page: Page, slot: Slot, value: Plain) -> str:
    if isinstance(value, dict | list):
        return inline(value)
    written = word(value, quote=slot.quote, in_block=not slot.in_flow)
    column = page.column(slot.value_start)
    is_long = column + len(written) > WIDTH and not slot.in_flow
    if not isinstance(value, str) or not is_long or not can_fold(value):
        return written
    indent = page.column(slot.start) + 2
    return page.newline.join([">-", *folded(value, indent)])


# ---------------------------------------------------------------------------------------------
# A value among others.


def _insertion(page: Page, slot: Slot, at: int, key: str | None, value: Plain) -> list[Edit]:
    if slot.is_flow:
        written = inline(value) if key is None else f"{word(key)}: {inline(value)}"
        return _in_brackets(page, slot, at, written)
    if not slot.children:
        return []
    lines = _lines(page, slot, max(at - 1, 0), key, value)
    start = page.after(slot.children[at - 1]) if at else page.line_start(slot.value_start)
    text = "".join(line + page.newline for line in lines)
    if start == len(page.text) and not page.text.endswith("\n"):
        text = page.newline + text.removesuffix(page.newline)
    return [Edit(start, start, text)]


def _lines(page: Page, slot: Slot, beside: int, key: str | None, value: Plain) -> list[str]:
    column, near = page.column(slot.value_start), slot.children[beside]
    if key is None:
        return _item(page, column, near, value)
    model = next((child for child in (near, *slot.children) if _is_alike(child, value)), None)
    if not value or model is None or model.is_flow:
        return block({key: value}, column)
    return [f"{' ' * column}{word(key)}:", *_nested(page, model, value)]


def _is_alike(slot: Slot, value: Plain) -> bool:
    return bool(slot.children) and isinstance(value, list if slot.is_list else dict)


def _nested(page: Page, model: Slot, value: Plain) -> list[str]:
    inner = page.column(model.value_start)
    if isinstance(value, dict):
        return block(value, inner)
    items = value if isinstance(value, list) else []
    return [line for item in items for line in _item(page, inner, model.children[0], item)]


def _item(page: Page, column: int, near: Slot, value: Plain) -> list[str]:
    """Write an item of a list, after a dash at a column, in the manner of the item beside it."""
    lead = " " * column + "-".ljust(max(page.column(near.value_start) - column, 2))
    if isinstance(value, dict) and value and near.children and not near.is_flow:
        first, *more = block(value, len(lead))
        return [lead + first.lstrip(), *more]
    return [lead + inline(value, in_block=True)]


def _in_brackets(page: Page, slot: Slot, at: int, written: str) -> list[Edit]:
    children = slot.children
    if not children:
        return [Edit(slot.value_start + 1, slot.end - 1, written)]
    first = children[min(at, len(children) - 1)].start
    # One to a line, if the neighbour stands first on its own.
    gap = page.newline + " " * page.column(first) if page.stands_first(first) else " "
    if at < len(children):
        return [Edit(first, first, f"{written},{gap}")]
    return _last_in_brackets(page, children[-1].end, gap, written)


def _last_in_brackets(page: Page, end: int, gap: str, written: str) -> list[Edit]:
    comma = re.match(r"\s*,", page.text[end:])
    if comma:
        end += comma.end()
        written += ","
    lead = Edit(end, end, "" if comma else ",")
    rest = page.rest_of_line(end).strip()
    if gap != " " and (not rest or rest.startswith("#")):
        end += len(page.rest_of_line(end))  # the comment stays with the item before
    return [lead, Edit(end, end, gap + written)]
