"""Ordered rules: the first that fits takes the row, the last takes what is left."""

from __future__ import annotations

import ibis
import pytest

from tests.sources import answer, cells, source
from tests.tables import running
from wholeplace.document import Frozen, Wrong, read_document
from wholeplace.kernel import Refused
from wholeplace.place import (
    Condition,
    Conditions,
    check_columns,
    check_last_takes_all,
    first_rule,
    fits,
)
from wholeplace.store.engine import Engine


class Rule(Frozen):
    """A document of conditions alone."""

    when: Conditions


def when(text: str) -> Conditions:
    return read_document(f"when: {text}", "p.yaml", Rule).value.when


FITS = {
    "one of some texts": ("{setting: [APC, OP]}", """
        age | setting | fits
        70  | APC     | True
        70  | OP      | True
        70  | ED      | False
        70  | apc     | False
        70  |         | False
    """),
    "there, and none of some texts": ("{setting: {none_of: [APC, OP]}}", """
        age | setting | fits
        70  | ED      | True
        70  | APC     | False
        70  |         | False
    """),
    "from an age on": ("{age: {at_least: 65}}", """
        age | setting | fits
        64  | APC     | False
        65  | APC     | True
        66  | APC     | True
            | APC     | False
    """),
    "below an age": ("{age: {below: 18}}", """
        age | setting | fits
        17  | APC     | True
        18  | APC     | False
        -1  | APC     | True
            | APC     | False
    """),
    "from one age to below another": ("{age: {at_least: 18, below: 65}}", """
        age | setting | fits
        17  | APC     | False
        18  | APC     | True
        64  | APC     | True
        65  | APC     | False
            | APC     | False
    """),
    "from none on": ("{age: {at_least: 0}}", """
        age | setting | fits
        -1  | APC     | False
        0   | APC     | True
            | APC     | False
    """),
    "both": ("{age: {at_least: 65}, setting: [APC]}", """
        age | setting | fits
        65  | APC     | True
        64  | APC     | False
        65  | OP      | False
            | APC     | False
        65  |         | False
    """),
    "no condition at all": ("{}", """
        age | setting | fits
        1   | APC     | True
            |         | True
    """),
    "a number that is one of some texts": ("{age: ['65', '66']}", """
        age | setting | fits
        65  | APC     | True
        64  | APC     | False
            | APC     | False
    """),
}  # fmt: skip


@pytest.mark.parametrize("name", FITS)
def test_a_row_fits_where_every_condition_holds(running: Engine, name: str) -> None:
    conditions, drawing = FITS[name]
    rows = source(drawing).cast({"age": "int64"})
    found = rows.mutate(fits=fits(rows, when(conditions))).order_by("_row").drop("_row")
    assert answer(running, found) == cells(drawing)


def test_the_first_rule_that_fits_takes_the_row(running: Engine) -> None:
    drawing = """
        age | setting | rule
        70  | APC     | old
        30  | APC     | hospital
            | APC     | hospital
        30  | OP      | rest
            |         | rest
    """
    rows = source(drawing).cast({"age": "int64"})
    rules = [
        ("old", when("{age: {at_least: 65}}")),
        ("hospital", when("{setting: [APC]}")),
        ("rest", when("{}")),
    ]
    found = rows.mutate(rule=first_rule(rows, rules)).order_by("_row").drop("_row")
    assert answer(running, found) == cells(drawing)


def test_one_rule_alone_takes_every_row(running: Engine) -> None:
    rows = ibis.memtable({"age": [1, 2]})
    only: list[tuple[str, Conditions]] = [("all", {})]
    found = rows.select(rule=first_rule(rows, only))
    assert answer(running, found) == [["rule"], ["all"], ["all"]]


@pytest.mark.parametrize("text", ["{age: {}}", "{age: {one_of: [a], at_least: 1}}"])
def test_a_condition_is_a_list_or_limits(text: str) -> None:
    with pytest.raises(Refused) as refused:
        when(text)
    assert str(refused.value) == (
        "p.yaml:1:8 when.age: a condition needs a list, or at_least and below\n"
        "    try: write [A, B] or {at_least: 65}"
    )


SOME: Conditions = {"age": Condition(at_least=65)}


@pytest.mark.parametrize(("rules", "what", "path"), [
    ([],              "the last rule must take all that is left",          ()),
    ([SOME],          "the last rule must take all that is left",          ()),
    ([{}, SOME],      "the last rule must take all that is left",          ()),
    ([SOME, {}, {}],  "no rule after this one can ever be reached",        (1,)),
    ([{}, SOME, {}],  "no rule after this one can ever be reached",        (0,)),
])  # fmt: skip
def test_the_last_rule_and_no_other_takes_all(
    rules: list[Conditions], what: str, path: tuple[int, ...]
) -> None:
    with pytest.raises(Wrong) as wrong:
        check_last_takes_all(rules, "rule")
    assert (wrong.value.what, wrong.value.path) == (what, path)


def test_rules_that_end_with_one_for_the_rest_are_accepted() -> None:
    check_last_takes_all([{}], "rule")
    check_last_takes_all([SOME, SOME, {}], "rule")
    check_columns(SOME, ["age", "sex"], "column")


def test_a_condition_on_an_unknown_column_names_the_nearest() -> None:
    with pytest.raises(Wrong) as wrong:
        check_columns(SOME, ["ages", "sex"], "column")
    assert wrong.value.what == "unknown column 'age'"
    assert wrong.value.remedy == "did you mean 'ages'?"


@pytest.mark.parametrize("never", ["[]", "{at_least: 65, below: 65}", "{at_least: 65, below: 60}"])
def test_a_condition_that_nothing_can_meet_is_refused(never: str) -> None:
    with pytest.raises(Refused, match="nothing can ever meet this condition"):
        when(f"{{age: {never}}}")


@pytest.mark.parametrize(
    ("text", "found"), [("true", [1]), ("[false]", [2]), ("[false, true]", [1, 2])]
)
def test_a_column_of_yes_and_no_is_asked_with_true_and_false(text: str, found: list[int]) -> None:
    rows = ibis.memtable(
        {"row": [1, 2, 3], "seen": [True, False, None]}, schema={"row": "int64", "seen": "boolean"}
    )
    with running() as engine:
        fitting = engine.rows(rows.filter(fits(rows, when(f"{{seen: {text}}}"))).order_by("row"))
    assert [row["row"] for row in fitting] == found


@pytest.mark.parametrize("text", ["{a: {none_of: []}}", "{a: {one_of: [x], none_of: [y]}}"])
def test_a_condition_asks_one_thing_that_can_be(text: str) -> None:
    with pytest.raises(Refused):
        when(text)
