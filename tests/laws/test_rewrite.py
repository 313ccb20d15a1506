"""Laws of rewriting: what was meant is what is read, and no other line of the text differs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from wholeplace.contract import read_contract
from wholeplace.contract.amend import rename
from wholeplace.document import (
    Page,
    Plain,
    inline,
    insert_item,
    insert_key,
    read_yaml,
    set_value,
    word,
)
from wholeplace.store.shipped import ROOT

WORDS: Final = st.sampled_from(
    ["x", "50%", "budget - spend", "clause 1: new", "it's", 'say "so"', "# no", "", "true", "a, b",
     "- x", "* y", "é€", "two  spaces", " led", "null", "a\nb", "\t", "{", "? q", "&a", "50: a",
     " ".join(["long"] * 40), "\u0085", "\u2028", "!t", "%d", "@", "`", "|", ">", "2019-04-01"]
)  # fmt: skip
TEXTS: Final = st.one_of(
    WORDS, st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
)
VALUES: Final = st.recursive(
    st.one_of(TEXTS, st.booleans(), st.none()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(TEXTS), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS: Final = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=4, unique=True)
NOTES: Final = st.sampled_from(["", "", "  # a note: of {sorts}"])
ABOVE: Final = st.sampled_from(
    [[], [], [""], ["# about: what follows"], ["", "      # far in", ""]]
)


@given(VALUES)
def test_what_is_written_on_a_line_is_read_back(value: Plain) -> None:
    assert read_yaml(inline(value), "").value == value
    assert read_yaml(f"a: {inline(value, in_block=True)}\nb: c", "").value == {"a": value, "b": "c"}


# ---------------------------------------------------------------------------------------------
# Documents in every style that people use, with notes, comments and blank lines. What is drawn for
# a value is the rest of the line that its key or dash is on, and the lines beneath.


def a_scalar(draw: st.DrawFn, indent: int) -> list[str]:
    note = draw(NOTES)
    style = draw(st.sampled_from(["", "'", '"', ">-", "|", "|+", ">", "empty"]))
    if style == "empty":
        return [note]
    if style in {"", "'", '"'}:
        return [" " + word(draw(TEXTS), quote=style, in_block=True) + note]
    inner = draw(st.lists(st.sampled_from(["x", "y  z", "", "# w"]), min_size=1, max_size=3))
    return [f" {style}{note}", *(" " * (indent + 2) + line for line in ["v", *inner])]


def in_brackets(draw: st.DrawFn, indent: int) -> list[str]:
    value = draw(VALUES.filter(lambda value: isinstance(value, dict | list)))
    if not value or draw(st.booleans()):
        return [" " + inline(value) + draw(NOTES)]
    left, *items, right = inline(value)[0], *parts(value), inline(value)[-1]
    ends = [","] * (len(items) - 1) + [draw(st.sampled_from(["", ","]))]
    beneath = [
        " " * (indent + 2) + item + end + draw(NOTES) for item, end in zip(items, ends, strict=True)
    ]
    return [f" {left}{draw(NOTES)}", *beneath, " " * indent + right]


def parts(value: Plain) -> list[str]:
    if isinstance(value, dict):
        return [f"{word(key)}: {inline(item)}" for key, item in value.items()]
    return [inline(item) for item in value] if isinstance(value, list) else []


def a_mapping(draw: st.DrawFn, indent: int, depth: int) -> list[str]:
    lines: list[str] = []
    for key in draw(KEYS):
        rest, *beneath = a_value(draw, indent, depth)
        lines += [" " * indent + f"{key}:" + rest, *beneath, *draw(ABOVE)]
    return lines


def a_list(draw: st.DrawFn, indent: int, depth: int) -> list[str]:
    lines: list[str] = []
    lead = draw(st.sampled_from(["- ", "-   "]))
    for _ in range(draw(st.integers(1, 3))):
        if depth and draw(st.booleans()):
            first, *beneath = a_mapping(draw, indent + len(lead), depth - 1)
            lines += [" " * indent + lead + first.lstrip(), *beneath]
        else:
            rest, *beneath = a_value(draw, indent, 0)
            lines += [" " * indent + "-" + rest, *beneath]
    return lines


def a_value(draw: st.DrawFn, indent: int, depth: int) -> list[str]:
    kinds = ["scalar", "brackets", "mapping", "list"]
    match draw(st.sampled_from(kinds if depth else kinds[:2])):
        case "scalar":
            return a_scalar(draw, indent)
        case "brackets":
            return in_brackets(draw, indent)
        case "mapping":
            return [draw(NOTES), *a_mapping(draw, indent + 2, depth - 1)]
        case _:
            return [draw(NOTES), *a_list(draw, indent + draw(st.sampled_from([0, 2])), depth - 1)]


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Draw a document: a mapping, up to four deep."""
    lines = [*draw(ABOVE), *a_mapping(draw, 0, 3)]
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return (
        draw(st.sampled_from(["", "\ufeff"])) + end.join(lines) + draw(st.sampled_from(["", end]))
    )


@given(documents(), VALUES, st.data())
def test_a_value_is_set_and_nothing_else(text: str, value: Plain, data: st.DataObject) -> None:
    page = Page(text, "x.yaml")
    path, slot = data.draw(st.sampled_from(list(page.root.walk())[1:]))
    made = set_value(text, "x.yaml", path, value)
    assert read_yaml(made, "").value == put(page.source.value, path, value)
    first = page.text.count("\n", 0, slot.start)
    after = page.text.count("\n", 0, slot.end) + 1
    old, new = text.split("\n"), made.split("\n")
    assert new[:first] == old[:first]
    assert old[after:] == new[len(new) - len(old[after:]) :]


def put(value: Plain, path: Sequence[str | int], other: Plain) -> Plain:
    if not path:
        return other
    if isinstance(value, dict):
        return {k: put(v, path[1:], other) if k == path[0] else v for k, v in value.items()}
    assert isinstance(value, list)
    return [put(v, path[1:], other) if i == path[0] else v for i, v in enumerate(value)]


@given(documents(), VALUES, st.data())
def test_a_value_is_put_among_others_and_all_of_them_stay(
    text: str, value: Plain, data: st.DataObject
) -> None:
    # The end of the file may be a part of the last text; nothing can follow such a one.
    text = text if text.endswith("\n") else f"{text}\n"
    page = Page(text, "x.yaml")
    full = [(path, slot) for path, slot in page.root.walk() if slot.children]
    path, slot = data.draw(st.sampled_from(full))
    number = len(slot.children)
    if slot.is_list:
        at = data.draw(st.integers(0, number))
        made = insert_item(text, "x.yaml", path, at, value)
    else:
        at = data.draw(st.integers(0, number - 1))
        made = insert_key(text, "x.yaml", path, slot.children[at].name, "new key", value)
    found = Page(made, "x.yaml").slot(path).children
    assert len(found) == number + 1
    assert is_within(text, made)
    gone = [line for line in text.splitlines() if line not in set(made.splitlines())]
    assert len(gone) <= (2 if slot.is_flow else 0)


def is_within(old: str, new: str) -> bool:
    """Return whether a text comes of another by putting characters in and taking none away."""
    rest = iter(new)
    return all(character in rest for character in old)


# ---------------------------------------------------------------------------------------------
# Agreements: by any other name they say the same.

AGREEMENTS: Final = [
    path.read_text(encoding="utf-8")
    for path in sorted(
        [*ROOT.glob("contracts/*/contract.yaml"), *ROOT.glob("places/*/contract.yaml")]
    )
]


@given(st.sampled_from(AGREEMENTS), st.data())
def test_a_thing_by_another_name_and_back_is_the_same_text(text: str, data: st.DataObject) -> None:
    terms = read_contract(text).terms
    names = [*terms.figures, *terms.parameters, *terms.lines]
    name = data.draw(st.sampled_from(names))
    other = rename(text, "c.yaml", name, "a_name_of_no_other_thing")
    assert len(other.split("\n")) == len(text.split("\n"))
    read_contract(other)
    assert rename(other, "c.yaml", "a_name_of_no_other_thing", name) == text
