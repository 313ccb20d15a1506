"""A document is changed where it should be, and stays as its author wrote it everywhere else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from wholeplace.document import insert_item, insert_key, rename_key, set_value
from wholeplace.kernel import Refused

TERMS = """\
# Agreed on 3 May.
title: Two partners   # the short title

shares:
  - from: 2019-04-01
    value: 50%        # half and half
    source: >-
      clause 1,
      as signed

  # The parties look again in 2022.
  - from: 2022-04-01
    value: 60%
    source: "clause 1: as varied"
backing: [{from: 2019-04-01, value: {thh: 40%, gp: 60%}, source: 'it''s 2'}]  # list
limits:
  [
    {from: 2019-04-01, value: 2%},  # tight
    {from: 2020-04-01, value: 3%}   # wider
  ]
lines:
  saving: budget - spend  # before sharing
  shared: { is: saving * shares, label: Shared }
empty:
last: |+
  kept

"""


def changed(change: Callable[[str], str], text: str = TERMS) -> list[str]:
    """Return the lines that differ, as ``-old`` and ``+new``, having checked that no others do."""
    old, new = text.split("\n"), change(text).split("\n")
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    tail = 0
    while tail < min(len(old), len(new)) - same and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    gone = [f"-{line}" for line in old[same : len(old) - tail]]
    return gone + [f"+{line}" for line in new[same : len(new) - tail]]


@pytest.mark.parametrize(("path", "value", "lines"), [
    (("title",), "Three partners", [
        "-title: Two partners   # the short title",
        "+title: Three partners   # the short title"]),
    (("title",), "A: B", [
        "-title: Two partners   # the short title",
        '+title: "A: B"   # the short title']),
    (("shares", 0, "value"), "1/3", [
        "-    value: 50%        # half and half",
        "+    value: 1/3        # half and half"]),
    (("shares", 0, "source"), "clause 9", [
        "-    source: >-", "-      clause 1,", "-      as signed",
        "+    source: clause 9"]),
    (("shares", 1, "source"), 'say "so"', [
        '-    source: "clause 1: as varied"',
        '+    source: "say \\"so\\""']),
    (("backing", 0, "source"), "it's 3", [
        "-backing: [{from: 2019-04-01, value: {thh: 40%, gp: 60%}, source: 'it''s 2'}]  # list",
        "+backing: [{from: 2019-04-01, value: {thh: 40%, gp: 60%}, source: 'it''s 3'}]  # list"]),
    (("backing", 0, "value"), {"thh": "45%", "gp": "55%"}, [
        "-backing: [{from: 2019-04-01, value: {thh: 40%, gp: 60%}, source: 'it''s 2'}]  # list",
        "+backing: [{from: 2019-04-01, value: {thh: 45%, gp: 55%}, source: 'it''s 2'}]  # list"]),
    (("shares", 0, "value"), {"a": "1", "b": ["2", True, None]}, [
        "-    value: 50%        # half and half",
        "+    value: {a: 1, b: [2, true, null]}        # half and half"]),
    (("limits", 1, "value"), "x, y", [
        "-    {from: 2020-04-01, value: 3%}   # wider",
        '+    {from: 2020-04-01, value: "x, y"}   # wider']),
    (("empty",), "no more", ["-empty:", "+empty: no more"]),
    (("empty",), "", ["-empty:", '+empty: ""']),
    (("lines", "saving"), "capped(budget, at_most = spend)", [
        "-  saving: budget - spend  # before sharing",
        "+  saving: capped(budget, at_most = spend)  # before sharing"]),
    (("title",), "Two partners", []),
])  # fmt: skip
def test_a_value_is_set(path: tuple[str | int, ...], value: object, lines: list[str]) -> None:
    assert changed(lambda text: set_value(text, "t.yaml", path, value)) == lines  # type: ignore[arg-type]


def test_a_text_too_long_for_a_line_is_folded_in_a_block_and_only_there() -> None:
    long = " ".join(["a long reason"] * 12)
    lines = changed(lambda text: set_value(text, "t.yaml", ("shares", 0, "source"), long))
    assert lines[:3] == ["-      clause 1,", "-      as signed", "+" + " " * 6 + long[:90]]
    assert max(map(len, lines)) <= 101
    (_, one) = changed(lambda text: set_value(text, "t.yaml", ("limits", 1, "value"), long))
    assert long in one


ENTRY = {"from": "2021-04-01", "value": "4%", "source": "clause 7: new"}


@pytest.mark.parametrize(("path", "at", "lines"), [
    (("shares",), 1, [
        "+  - from: 2021-04-01", "+    value: 4%", '+    source: "clause 7: new"']),
    (("shares",), 2, [
        "+  - from: 2021-04-01", "+    value: 4%", '+    source: "clause 7: new"']),
    (("shares",), 0, [
        "+  - from: 2021-04-01", "+    value: 4%", '+    source: "clause 7: new"']),
    (("limits",), 1, ['+    {from: 2021-04-01, value: 4%, source: "clause 7: new"},']),
    (("limits",), 0, ['+    {from: 2021-04-01, value: 4%, source: "clause 7: new"},']),
    (("limits",), 2, [
        "-    {from: 2020-04-01, value: 3%}   # wider",
        "+    {from: 2020-04-01, value: 3%},   # wider",
        '+    {from: 2021-04-01, value: 4%, source: "clause 7: new"}']),
])  # fmt: skip
def test_an_entry_is_put_among_others_in_their_manner(
    path: tuple[str | int, ...], at: int, lines: list[str]
) -> None:
    assert changed(lambda text: insert_item(text, "t.yaml", path, at, dict(ENTRY))) == lines


def test_an_entry_goes_behind_what_belongs_to_the_one_before() -> None:
    text = insert_item(TERMS, "t.yaml", ("shares",), 1, dict(ENTRY))
    assert "as signed\n  - from: 2021-04-01\n" in text
    assert 'new"\n\n  # The parties look' in text


@pytest.mark.parametrize(("text", "after"), [
    ("a: [x]",          "a: [x, y]"),
    ("a: []",           "a: [y]"),
    ("a: [x,]",         "a: [x, y,]"),
    ("a: [x  # c\n  ]", "a: [x, y  # c\n  ]"),
    ("a:\n- x",         "a:\n- x\n- y"),
    ("a:\n  -  x\n",    "a:\n  -  x\n  -  y\n"),
    ("a:\r\n- x\r\n",   "a:\r\n- x\r\n- y\r\n"),
    ("\ufeffa:\n- x\n", "\ufeffa:\n- x\n- y\n"),
    ("a:\n- |+\n  x\n\nb: 1\n", "a:\n- |+\n  x\n\n- y\nb: 1\n"),
    ("a: [\n  x,\n  z,  # c\n]", "a: [\n  x,\n  z,  # c\n  y,\n]"),
    ("a: [\n  x,\n  z]", "a: [\n  x,\n  z,\n  y]"),
])  # fmt: skip
def test_an_item_is_put_at_the_end_of_any_list(text: str, after: str) -> None:
    number = re.sub("#.*", "", text).count("x") + text.count("z")
    assert insert_item(text, "t.yaml", ("a",), number, "y") == after


@pytest.mark.parametrize(("path", "after", "value", "lines"), [
    (("lines",), "saving", "saving * 2", ["+  new: saving * 2"]),
    (("lines",), "shared", {"is": "shared * 2", "label": "New: a"}, [
        '+  new: {is: shared * 2, label: "New: a"}']),
    ((), "title", [dict(ENTRY)], [
        "+new:", "+  - from: 2021-04-01", "+    value: 4%", '+    source: "clause 7: new"']),
    (("lines", "shared"), "is", "x", [
        "-  shared: { is: saving * shares, label: Shared }",
        "+  shared: { is: saving * shares, new: x, label: Shared }"]),
    ((), "last", "x", ["+new: x"]),
])  # fmt: skip
def test_a_key_is_put_after_another_in_its_manner(
    path: tuple[str | int, ...], after: str, value: object, lines: list[str]
) -> None:
    def change(text: str) -> str:
        return insert_key(text, "t.yaml", path, after, "new", value)  # type: ignore[arg-type]

    assert changed(change) == lines


def test_a_key_is_renamed() -> None:
    assert changed(lambda text: rename_key(text, "t.yaml", ("lines", "saving"), "gain")) == [
        "-  saving: budget - spend  # before sharing",
        "+  gain: budget - spend  # before sharing",
    ]
    assert rename_key("'a': 1", "t.yaml", ("a",), "b c") == "'b c': 1"


@pytest.mark.parametrize(("text", "path", "said"), [
    (TERMS, ("lines", "saveing"), "t.yaml:21:1 lines.saveing: nothing is written at lines.saveing"),
    (TERMS, ("shares", 2), "t.yaml:4:1 shares[2]: nothing is written at shares[2]"),
    ("? a\n: b\n? c\n", ("c",), "t.yaml:3:3 c: this cannot be changed without writing the lines"),
    ("{a, b}", ("a",), "t.yaml:1:2 a: this cannot be changed without writing the lines around"),
])  # fmt: skip
def test_what_cannot_be_changed_in_place_is_refused(
    text: str, path: tuple[str | int, ...], said: str
) -> None:
    with pytest.raises(Refused) as refused:
        set_value(text, "t.yaml", path, "x")
    assert str(refused.value).startswith(said)


def test_a_key_that_is_there_already_is_refused() -> None:
    with pytest.raises(Refused, match="cannot be changed"):
        insert_key(TERMS, "t.yaml", (), "title", "last", "x")
