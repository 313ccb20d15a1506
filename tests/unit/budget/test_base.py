"""What lines of money come to, what of them is shared, and what a ledger does not explain."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.budget.base import Base, Budget, InScope, base_lines, reconciled
from wholeplace.document import read_document
from wholeplace.kernel import Figure, FinancialYear, Refused, Unit

YEAR = FinancialYear(2017)
SHIPPED = Path(__file__).parents[3] / "contracts" / "central-london-sharing" / "budget.yaml"
DOCUMENT = """
budget: north
title: North
version: "1"
about: three lines
base_year: 2017/18
source: "assumed: an example"
commissioners:
  ccg: {name: CCG, arrangement: pooled, source: "assumed: x"}
  council: {name: Council, arrangement: aligned, source: "assumed: x"}
workstreams:
  planned: {name: Planned care, ring_fenced: true, source: "assumed: x"}
lines:
  - id: block
    name: Community block
    commissioner: ccg
    value:
      - {from: 2016-04-01, value: GBP 10m, source: "assumed: x"}
      - {from: 2018-04-01, value: GBP 11m, source: "assumed: x"}
    scope: [{from: 2017-04-01, value: in, source: "assumed: x"}]
  - id: acute
    name: Acute
    commissioner: ccg
    workstream: planned
    service: emergency
    scope: [{from: 2017-04-01, value: partly, source: "assumed: x"}]
    part: [{from: 2017-04-01, value: 1/3, source: "assumed: x"}]
  - id: homes
    name: Care homes
    commissioner: council
    value: [{from: 2016-04-01, value: GBP 2m, source: "assumed: x"}]
    scope: [{from: 2018-04-01, value: in, source: "assumed: x"}]
ledger:
  - {commissioner: ccg, year: 2017/18, amount: GBP 13.5m, source: "assumed: x"}
"""
EMERGENCY = Figure("actual.emergency", Fraction("3000000.01"), Unit.MONEY, "Emergency")


LEDGER = "{commissioner: ccg, year: 2017/18, amount: GBP 1, source: 'assumed: x'}"


def _dated(value: str) -> str:
    return f"[{{from: 2016-04-01, value: {value}, source: 'assumed: x'}}]"


def _read(text: str = DOCUMENT) -> Budget:
    return read_document(text, "budget.yaml", Budget).value


def _base(text: str = DOCUMENT, year: FinancialYear = YEAR) -> Base:
    return base_lines(_read(text), year, {"emergency": EMERGENCY})


def test_the_lines_of_central_london_come_to_what_its_paper_prints() -> None:
    base = base_lines(_read(SHIPPED.read_text()), YEAR)
    amounts = [one.amount.value for one in base.lines if one.scope is InScope.IN]
    assert [float(Fraction(str(a)) / 10**6) for a in amounts] == [
        55.5, 27.4, 9.9, 9.8, 7.0, 6.5, 5.8, 0.5,
    ]  # fmt: skip
    in_scope, partly = base.total("in", of=InScope.IN), base.total("partly", of=InScope.PARTLY)
    assert in_scope.value == Fraction(122_400_000)  # the paper prints 122
    assert partly.value == 151_000_000
    shared = base.shared()
    assert shared.is_missing
    assert "Acute budgets, in the shared budget: no rule says yet" in shared.note


def test_a_line_is_worth_its_contract_or_its_activity_and_a_part_of_it_is_shared() -> None:
    base = _base()
    assert [(one.line.id, one.scope.value) for one in base.lines] == [
        ("block", "in"),
        ("acute", "partly"),
        ("homes", "out"),
    ]
    # A third of 3,000,000.01, to the penny.
    assert base.lines[1].shared.value == Fraction("1000000.00")
    assert base.lines[1].amount.children == (EMERGENCY,)
    assert base.shared().value == 11_000_000
    assert base.total("all").value == Fraction("15000000.01")


def test_values_and_scope_are_those_in_force_on_the_first_day_of_the_year() -> None:
    later = _base(year=FinancialYear(2018))
    assert later.lines[0].amount.value == 11_000_000
    assert later.lines[2].scope is InScope.IN
    before = _base(year=FinancialYear(2015))
    assert before.lines[0].amount.is_missing
    assert "no contract value holds on 2015-04-01" in before.total("all").note


def test_what_the_lines_do_not_explain_of_a_ledger_is_shown() -> None:
    ccg, council = reconciled(_base())
    assert ccg.unexplained.value == Fraction("13500000") - Fraction("13000000.01")
    assert council.unexplained.is_missing
    assert council.unexplained.note == "no ledger of 2017/18 is told"


def test_a_service_that_nobody_counted_is_missing_and_not_nought() -> None:
    base = base_lines(_read(), YEAR)
    assert base.lines[1].shared.is_missing
    assert "the cost of the service 'emergency' is missing: no run has counted it" in (
        base.shared().note
    )


@given(st.data())
def test_each_cut_comes_to_the_same_total_and_a_line_taken_out_takes_its_base(
    data: st.DataObject,
) -> None:
    amounts = data.draw(st.lists(st.integers(0, 10**12), min_size=1, max_size=6))
    payer, scope = st.sampled_from(["ccg", "council"]), st.sampled_from(["in", "out"])
    lines = "".join(
        f"  - {{id: l{i}, name: L{i}, commissioner: {data.draw(payer)},"
        f" value: {_dated(f'GBP {pence // 100}.{pence % 100:02d}')},"
        f" scope: {_dated(data.draw(scope))}}}\n"
        for i, pence in enumerate(amounts)
    )
    head, _, _ = DOCUMENT.partition("lines:\n")
    base = base_lines(_read(f"{head}lines:\n{lines}"), YEAR)
    total = Fraction(sum(amounts), 100)
    assert base.total("all").value == total
    by = base.by(lambda line: line.commissioner)
    assert sum(Fraction(str(one.amount.value)) for some in by.values() for one in some) == total
    scopes = [base.total(scope.value, of=scope).value for scope in InScope]
    assert sum(Fraction(str(value)) for value in scopes) == total
    assert base.shared().value == scopes[0]


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("GBP 10m", "GBP -10m", "lines[0].value[0].value", "not below nought"),
        (
            "2018-04-01, value: GBP",
            "2016-04-01, value: GBP",
            "value[1].from",
            "does not come after",
        ),
        (
            "council\n    value",
            "concil\n    value",
            "lines[2].commissioner",
            "unknown commissioner",
        ),
        ("workstream: planned", "workstream: plannd", "lines[1].workstream", "unknown workstream"),
        ("service: emergency", f"value: {_dated('EUR 2m')}", "value[0].value", "EUR is not the"),
        ("    service: emergency\n", "", "lines[1]", "a contract value, or what its activity"),
        ("id: homes", "id: block", "lines[2].id", "is there twice"),
        ("value: partly,", "value: in,", "lines[1].part", "never partly in scope"),
        ("value: 1/3", "value: 4/3", "lines[1].part[0].value", "from 0% to 100%"),
        ("ledger:\n", f"ledger:\n  - {LEDGER}\n", "ledger[1]", "is there twice"),
    ],
)
def test_a_wrong_document_is_refused_at_its_place(
    old: str, new: str, where: str, what: str
) -> None:
    assert old in DOCUMENT
    with pytest.raises(Refused) as refused:
        _read(DOCUMENT.replace(old, new, 1))
    assert where in str(refused.value)
    assert what in str(refused.value)


def test_a_service_in_two_lines_would_count_twice() -> None:
    line = f"{{id: more, name: M, commissioner: ccg, service: emergency, scope: {_dated('in')}}}"
    again = f"  - {line}\nledger:"
    with pytest.raises(Refused, match="stands in two lines"):
        _read(DOCUMENT.replace("ledger:", again))
