"""What differs between two statements, causes first and the largest amounts first."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from wholeplace.contract import read_contract, supplied
from wholeplace.kernel import Value
from wholeplace.settle import Change, Difference, Statement, diff, diff_to_dict, settle


def settled(text: str, spend: str, *, met: bool = False, year: int = 2019) -> Statement:
    contract = read_contract(text, "c.yaml")
    values: dict[str, Value] = {"budget": Fraction(100), "spend": Fraction(spend), "met": met}
    figures = {name: supplied(contract, name, value, "x") for name, value in values.items()}
    return settle(contract, date(year, 4, 1), figures)


def told(changes: tuple[Change, ...]) -> list[tuple[str, ...]]:
    return [(change.id, *change.shown()) for change in changes]


def test_the_same_statement_has_no_difference(agreement: str) -> None:
    same = diff(settled(agreement, "90"), settled(agreement, "90.00"))
    assert same.is_nothing
    assert same == Difference((), (), (), (), (), ())


def test_a_changed_figure_is_the_cause_of_what_follows(agreement: str) -> None:
    found = diff(settled(agreement, "90"), settled(agreement, "96"))
    assert told(found.causes) == [("figures.spend", "£90.00", "£96.00", "+£6.00")]
    assert told(found.lines) == [
        ("lines.saving", "£10.00", "£4.00", "-£6.00"),
        ("lines.rate", "10%", "4%", "-6 points"),
    ]
    assert told(found.payments) == [
        ("payments.saving.ccg_to_trust", "£7.50", "£3.00", "-£4.50"),
        ("payments.saving.ccg_to_gp", "£2.50", "£1.00", "-£1.50"),
    ]
    assert told(found.net) == [
        ("payments.ccg", "-£10.00", "-£4.00", "+£6.00"),
        ("payments.trust", "£7.50", "£3.00", "-£4.50"),
        ("payments.gp", "£2.50", "£1.00", "-£1.50"),
    ]
    assert found.formulas == ()


def test_a_payment_that_turned_round_was_below_zero(agreement: str) -> None:
    found = diff(settled(agreement, "90"), settled(agreement, "110"))
    assert told(found.payments)[0] == (
        *("payments.saving.trust_to_ccg", "-£7.50", "£7.50", "+£15.00"),
    )
    assert found.payments[0].label == "trust pays ccg"
    back = diff(settled(agreement, "110"), settled(agreement, "100"))
    assert told(back.payments)[0] == ("payments.saving.trust_to_ccg", "£7.50", "£0.00", "-£7.50")


def test_parameters_and_formulas_are_causes_too(agreement: str) -> None:
    changed = agreement.replace("value: 10%", "value: 20%").replace(
        "rate: saving / budget", "rate: saving / spend"
    )
    found = diff(settled(agreement, "90", met=True), settled(changed, "90", met=True))
    assert told(found.causes) == [("parameters.bonus", "10%", "20%", "+10 points")]
    (line,) = found.formulas
    assert (line.name, line.old, line.new) == ("rate", "saving / budget", "saving / spend")
    assert told(found.payments) == [("payments.reward.ccg_to_gp", "£1.00", "£2.00", "+£1.00")]


def test_a_split_that_changed_is_a_cause_in_words(agreement: str) -> None:
    changed = agreement.replace("trust: 75%, gp: 25%", "trust: 70%, gp: 30%")
    found = diff(settled(agreement, "90"), settled(changed, "90"))
    assert told(found.causes) == [
        ("parameters.backing", "trust 75%, gp 25%", "trust 70%, gp 30%", "")
    ]
    assert found.lines == ()


def test_a_line_that_is_new_or_gone_is_told(agreement: str) -> None:
    changed = agreement.replace("  rate: saving / budget", "  ratio: saving / budget")
    found = diff(settled(agreement, "90"), settled(changed, "90"))
    assert [(f.name, f.old, f.new) for f in found.formulas] == [
        ("rate", "saving / budget", ""),
        ("ratio", "", "saving / budget"),
    ]
    assert told(found.lines) == [
        ("lines.rate", "10%", "missing", ""),
        ("lines.ratio", "missing", "10%", ""),
    ]


TABLES = """\
title: Tracks
parties: {a: {role: commissioner}, b: {role: provider}}
figures: {track: {unit: choice, of: [one, two]}, amount: {unit: money}}
parameters:
  share: {by: track, values: [{from: 2019-04-01, value: {one: 10%, two: 20%}, source: x}]}
lines:
  part: amount * share[track]
"""


def tracked(text: str, track: str) -> Statement:
    contract = read_contract(text)
    figures = {
        "track": supplied(contract, "track", track, "x"),
        "amount": supplied(contract, "amount", Fraction(100), "x"),
    }
    return settle(contract, date(2019, 4, 1), figures)


def test_another_entry_of_a_table_is_no_cause_but_the_word_it_was_picked_by() -> None:
    found = diff(tracked(TABLES, "one"), tracked(TABLES, "two"))
    assert told(found.causes) == [("figures.track", "one", "two", "")]
    changed = TABLES.replace("one: 10%", "one: 15%")
    entry = diff(tracked(TABLES, "one"), tracked(changed, "one"))
    assert told(entry.causes) == [("parameters.share[one]", "10%", "15%", "+5 points")]


def test_year_and_status_are_told_first(agreement: str) -> None:
    one, other = settled(agreement, "90"), settled(agreement, "90", year=2020)
    assert diff(one, other).said == (("year", "2019/20", "2020/21"),)


def test_it_is_written_as_json_with_exact_numbers(agreement: str) -> None:
    written = diff_to_dict(diff(settled(agreement, "90"), settled(agreement, "96.005")))
    causes = written["causes"]
    assert causes == [
        {
            "id": "figures.spend",
            "label": "",
            "unit": "money",
            "old": "90",
            "new": "19201/200",
            "change": "1201/200",
            "shown": {"old": "£90.00", "new": "£96.005", "change": "+£6.005"},
        }
    ]
