"""An agreement gets another term or another name, and the rest of its text stays as it was."""

from __future__ import annotations

from datetime import date

import pytest

from wholeplace.contract import read_contract
from wholeplace.contract.amend import rename, set_parameter
from wholeplace.kernel import Refused

DAY = date(2020, 4, 1)


def differences(old: str, new: str) -> list[str]:
    """Return the lines that are only in one of two texts: ``-old``, then ``+new``."""
    gone = [f"-{line}" for line in old.splitlines() if line not in new.splitlines()]
    return gone + [f"+{line}" for line in new.splitlines() if line not in old.splitlines()]


@pytest.mark.parametrize(("name", "value", "day", "lines"), [
    ("share", "55%", date(2019, 10, 1), [
        '+    - {from: 2019-10-01, value: 55%, source: "clause 9: new"}']),
    ("share", "65%", DAY, [
        "-    - {from: 2020-04-01, value: 60%, source: clause 1 as varied}",
        '+    - {from: 2020-04-01, value: 65%, source: "clause 9: new"}']),
    ("share", "70%", date(2021, 4, 1), [
        '+    - {from: 2021-04-01, value: 70%, source: "clause 9: new"}']),
    ("backing", {"trust": "60%", "gp": "40%"}, DAY, [
        "-  backing: [{from: 2019-04-01, value: {trust: 75%, gp: 25%}, source: clause 2}]",
        ("+  backing: [{from: 2019-04-01, value: {trust: 75%, gp: 25%}, source: clause 2}, "
        '{from: 2020-04-01, value: {trust: 60%, gp: 40%}, source: "clause 9: new"}]')]),
    ("limit", {"one": "4%", "two": "5%"}, date(2019, 4, 1), [
        "-    values: [{from: 2019-04-01, value: {one: 2%, two: 3%}, source: clause 3}]",
        ("+    values: [{from: 2019-04-01, value: {one: 4%, two: 5%}, "
        'source: "clause 9: new"}]')]),
])  # fmt: skip
def test_a_parameter_has_a_value_from_a_day_on(
    agreement: str, name: str, value: str | dict[str, str], day: date, lines: list[str]
) -> None:
    given = dict(value) if isinstance(value, dict) else value
    text = set_parameter(agreement, "c.yaml", name, given, day, "clause 9: new")  # type: ignore[arg-type]
    assert differences(agreement, text) == lines
    entry = read_contract(text).terms.parameters[name].values.on(day)
    assert entry is not None
    assert (entry.from_, entry.source) == (day, "clause 9: new")


def test_the_dates_stay_in_order(agreement: str) -> None:
    for day in (date(2022, 4, 1), date(2018, 4, 1), date(2019, 7, 1)):
        agreement = set_parameter(agreement, "c.yaml", "share", "1/2", day, "s")
    values = read_contract(agreement).terms.parameters["share"].values.root
    assert [entry.from_.isoformat() for entry in values] == [
        "2018-04-01", "2019-04-01", "2019-07-01", "2020-04-01", "2022-04-01",
    ]  # fmt: skip


def test_a_parameter_that_is_not_there_is_refused_with_the_nearest(agreement: str) -> None:
    with pytest.raises(Refused) as refused:
        set_parameter(agreement, "c.yaml", "shares", "1/2", DAY, "s")
    assert str(refused.value) == (
        "c.yaml:10:1 parameters: unknown parameter 'shares'\n    try: did you mean 'share'?"
    )


@pytest.mark.parametrize(("old", "lines"), [
    ("budget", [
        "-  budget: {unit: money, from: budget.in_scope, label: Budget}",
        "-  saving: budget - spend",
        "-    capped(shared, at_most = limit[track] * budget,",
        "-    at_least = -limit[track] * budget)",
        "+  of: {unit: money, from: budget.in_scope, label: Budget}",
        "+  saving: of - spend",
        "+    capped(shared, at_most = limit[track] * of,",
        "+    at_least = -limit[track] * of)"]),
    ("limit", [
        "-  limit:",
        "-    capped(shared, at_most = limit[track] * budget,",
        "-    at_least = -limit[track] * budget)",
        "+  of:",
        "+    capped(shared, at_most = of[track] * budget,",
        "+    at_least = -of[track] * budget)"]),
    ("track", [
        "-  track: {unit: choice, of: [one, two]}",
        "-    by: track",
        "-    capped(shared, at_most = limit[track] * budget,",
        "-    at_least = -limit[track] * budget)",
        "+  of: {unit: choice, of: [one, two]}",
        "+    by: of",
        "+    capped(shared, at_most = limit[of] * budget,",
        "+    at_least = -limit[of] * budget)"]),
    ("backing", [
        "-  backing: [{from: 2019-04-01, value: {trust: 75%, gp: 25%}, source: clause 2}]",
        "-  - {from: ccg, to: backing, amount: limited, source: clause 5}",
        "+  of: [{from: 2019-04-01, value: {trust: 75%, gp: 25%}, source: clause 2}]",
        "+  - {from: ccg, to: of, amount: limited, source: clause 5}"]),
    ("limited", [
        "-  limited: >-",
        "-  - {from: ccg, to: backing, amount: limited, source: clause 5}",
        "+  of: >-",
        "+  - {from: ccg, to: backing, amount: of, source: clause 5}"]),
])  # fmt: skip
def test_a_name_is_changed_wherever_it_stands_and_nowhere_else(
    agreement: str, old: str, lines: list[str]
) -> None:
    text = rename(agreement, "c.yaml", old, "of")
    assert differences(agreement, text) == lines
    assert read_contract(text).warnings == ()


@pytest.mark.parametrize(("formula", "renamed"), [
    ("min(min_, to)",                       "min(new, to)"),
    ('if k = "min_" then min_ else -min_',  'if k = "min_" then new else -new'),
    ("round(min_, to = min_)",              "round(new, to = new)"),
    ("min_(min_)",                          "min_(new)"),
    ("f(min_ = min_)",                      "f(min_ = new)"),
    ("min_[min_] + min_x + xmin_",          "new[new] + min_x + xmin_"),
    ("min_ +",                              "min_ +"),
])  # fmt: skip
@pytest.mark.parametrize("style", [
    "{}", "'{}'", '"{}"', ">-\n    {}", "|\n    {}", "{{is: '{}'}}", "{{is: \n    '{}'}}",
])  # fmt: skip
def test_in_a_formula_only_names_are_renamed(formula: str, renamed: str, style: str) -> None:
    def written(formula: str) -> str:
        # In double quotes a double quote is written with a bar before it.
        inner = formula.replace('"', '\\"') if style[0] == '"' else formula
        return style.format(inner)

    head = "title: a\nparties: {}\nfigures: {min_: {unit: count}}\nlines:\n  x: "
    text = head + written(formula) + "\n"
    assert rename(text, "c.yaml", "min_", "new") == (
        text.replace("{min_:", "{new:").replace(written(formula), written(renamed))
    )


def test_what_is_named_in_other_parts_of_the_agreement_is_renamed_too(agreement: str) -> None:
    more = "reviews: [{on: 2021-01-01, title: A look, rebases: [share], source: s}]\n"
    more += "variations:\n  - {from: 2021-04-01, title: More, sets: {share: 65%}, source: s}\n"
    more += "scope: {price: share}\n"
    assert rename(agreement + more, "c.yaml", "share", "part").endswith(
        more.replace("[share]", "[part]")
        .replace("{share:", "{part:")
        .replace(": share}", ": part}")
    )


def test_a_thing_that_is_not_there_is_refused(agreement: str) -> None:
    with pytest.raises(Refused, match="did you mean 'saving'"):
        rename(agreement, "c.yaml", "savings", "gain")


def test_a_party_is_not_renamed_where_a_thing_has_the_same_name_as_its_word() -> None:
    # `trust` is a party; only the line of that name, if there were one, could be renamed.
    text = "title: a\nparties: {trust: {role: provider}}\nfigures: {}\nlines: {}\n"
    with pytest.raises(Refused, match="no figure, parameter or line is called 'trust'"):
        rename(text, "c.yaml", "trust", "t")
