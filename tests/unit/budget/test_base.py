"""What lines of money come to, what of them is shared, and what a ledger does not explain."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.budget.base import (
    Base,
    Counted,
    InScope,
    base_lines,
    misplaced,
    reconciled,
)
from wholeplace.budget.document import Budget
from wholeplace.document import read_document
from wholeplace.kernel import Figure, FinancialYear, Refused, Unit
from wholeplace.place import Service

YEAR = FinancialYear(2017)
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
  - id: planned
    name: Planned care
    commissioner: ccg
    value: [{from: 2016-04-01, value: GBP 3m, source: "assumed: x"}]
    scope: [{from: 2017-04-01, value: partly, source: "assumed: x"}]
    part: [{from: 2017-04-01, value: 1/3, source: "assumed: x"}]
  - id: hospital
    name: Hospital block
    commissioner: ccg
    value: [{from: 2016-04-01, value: GBP 4m, source: "assumed: x"}]
    scope: [{from: 2017-04-01, value: partly, source: "assumed: x"}]
    split:
      - {from: 2017-04-01, value: {shared: [clinics], of: [clinics, surgery]}, source: "assumed: x"}
  - id: homes
    name: Care homes
    commissioner: council
    value: [{from: 2016-04-01, value: GBP 2m, source: "assumed: x"}]
    scope: [{from: 2018-04-01, value: in, source: "assumed: x"}]
ledger:
  - {commissioner: ccg, year: 2017/18, amount: GBP 20.5m, source: "assumed: x"}
"""


def _service(name: str, scope: str) -> Service:
    entry = {"from": "2017-04-01", "value": scope, "source": "clause 3"}
    return Service.model_validate({"id": name, "name": name, "basis": "tariff", "scope": [entry]})


def _cost(name: str, pounds: str) -> Figure:
    return Figure(f"base.{name}", Fraction(pounds), Unit.MONEY, name)


COUNTED = Counted(
    [_service("emergency", "in"), _service("clinics", "out"), _service("surgery", "out")],
    {
        "emergency": _cost("emergency", "3000000.01"),
        "clinics": _cost("clinics", "100"),
        "surgery": _cost("surgery", "200"),
    },
)
LEDGER = "{commissioner: ccg, year: 2017/18, amount: GBP 1, source: 'assumed: x'}"


def _dated(value: str) -> str:
    return f"[{{from: 2016-04-01, value: {value}, source: 'assumed: x'}}]"


def _read(text: str = DOCUMENT) -> Budget:
    return read_document(text, "budget.yaml", Budget).value


def _base(text: str = DOCUMENT, year: FinancialYear = YEAR) -> Base:
    return base_lines(_read(text), year, COUNTED)


def test_a_line_is_worth_its_contract_or_its_activity_and_a_part_of_it_is_shared() -> None:
    base = _base()
    assert [(one.line.id, one.scope.value, str(one.shared.value)) for one in base.lines] == [
        ("block", "in", "10000000"),
        ("acute", "in", "300000001/100"),
        ("planned", "partly", "1000000"),
        # A third of its activity is clinics: 100 of 300 pounds.
        ("hospital", "partly", str(Fraction("1333333.33"))),
        ("homes", "out", "0"),
    ]
    assert base.lines[1].amount is COUNTED.costs["emergency"]
    assert base.shared().value == Fraction("15333333.34")
    assert base.total("all").value == Fraction("22000000.01")
    assert base.shared().formula == "block + emergency + planned.shared + hospital.shared"


def test_a_part_by_activity_shows_what_it_was_worked_out_from() -> None:
    shared = _base().lines[3].shared
    assert shared.formula == "line x cost of (clinics) / cost of (clinics + surgery)"
    assert shared.inputs == "33.3333% of the line"
    assert [child.id for child in shared.children] == [
        "budget.base.hospital",
        "base.clinics",
        "base.surgery",
    ]
    unknown = base_lines(_read(), YEAR).lines[3].shared
    assert "the cost of the service 'clinics' is missing" in unknown.note
    nothing = Counted(COUNTED.services, {**COUNTED.costs, "clinics": _cost("c", "-200")})
    assert "cost nothing in 2017/18" in base_lines(_read(), YEAR, nothing).lines[3].shared.note


def test_the_scope_of_a_service_is_that_of_the_place() -> None:
    outside = [_service(one.id, "out") for one in COUNTED.services]
    base = base_lines(_read(), YEAR, Counted(outside, COUNTED.costs))
    assert base.lines[1].scope is InScope.OUT
    assert base.lines[1].shared.source == "clause 3"
    # Taken out of scope it takes exactly its base with it.
    assert _base().shared().value == Fraction(str(base.shared().value)) + Fraction("3000000.01")


def test_values_and_scope_are_those_in_force_on_the_first_day_of_the_year() -> None:
    later = _base(year=FinancialYear(2018))
    assert later.lines[0].amount.value == 11_000_000
    assert later.lines[4].scope is InScope.IN
    before = _base(year=FinancialYear(2015))
    assert before.lines[0].amount.is_missing
    assert "no contract value holds on 2015-04-01" in before.total("all").note


def test_what_the_lines_do_not_explain_of_a_ledger_is_shown() -> None:
    ccg, council = reconciled(_base())
    assert ccg.unexplained.value == Fraction("20500000") - Fraction("20000000.01")
    assert council.unexplained.is_missing
    assert council.unexplained.note == "no ledger of 2017/18 is told"


def test_a_service_that_nobody_counted_is_missing_and_not_nought() -> None:
    base = base_lines(_read(), YEAR)
    assert base.lines[1].shared.is_missing
    assert "the cost of the service 'emergency' is missing: no records have counted it" in (
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
        (
            "service: emergency\n",
            f"service: emergency\n    scope: {_dated('in')}\n",
            "lines[1].scope",
            "stands in the place document",
        ),
        (
            '    scope: [{from: 2017-04-01, value: in, source: "assumed: x"}]\n',
            "",
            "lines[0].scope",
            "nothing says what of the line is in scope",
        ),
        ("of: [clinics, surgery]", "of: [surgery]", "value.shared[0]", "not among the services"),
        ("[clinics, surgery]", "[surgery, surgery]", "value.of[1]", "is there twice"),
        (
            "    split:\n",
            f"    part: {_dated('1%')}\n    split:\n",
            "lines[3].split",
            "a part is a share, or asks",
        ),
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
            "lines[4].commissioner",
            "unknown commissioner",
        ),
        ("workstream: planned", "workstream: plannd", "lines[1].workstream", "unknown workstream"),
        (
            "service: emergency",
            f"value: {_dated('EUR 2m')}\n    scope: {_dated('in')}",
            "value[0].value",
            "EUR is not the",
        ),
        ("    service: emergency\n", "", "lines[1]", "a contract value, or what its activity"),
        ("id: homes", "id: block", "lines[4].id", "is there twice"),
        ("value: partly,", "value: in,", "lines[2].part", "never partly in scope"),
        ("value: 1/3", "value: 4/3", "lines[2].part[0].value", "from 0% to 100%"),
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
    line = "{id: more, name: M, commissioner: ccg, service: emergency}"
    again = f"  - {line}\nledger:"
    with pytest.raises(Refused, match="stands in two lines"):
        _read(DOCUMENT.replace("ledger:", again))


def _misplaced(services: list[Service]) -> list[str]:
    read = read_document(DOCUMENT, "budget.yaml", Budget)
    return [
        f"{problem.where}: {problem.what}; {problem.remedy}"
        for problem in misplaced(read, services)
    ]


def test_services_must_be_there_have_a_basis_and_stand_in_a_line() -> None:
    services = list(COUNTED.services)
    assert _misplaced(services) == []
    assert "'surgery'; did you mean" not in _misplaced(services[:2])[0]
    assert (
        "lines[3].split[0].value.of[1]: the place has no service 'surgery'"
        in (_misplaced(services[:2])[0])
    )
    free = services[0].model_copy(update={"basis": None})
    assert "'emergency' has no basis" in _misplaced([free, *services[1:]])[0]
    more = _misplaced([*services, _service("wards", "in")])
    assert "the service 'wards' comes into scope, and no line has it" in more[0]
    assert "add place.yaml, or write a value" in _misplaced([])[0]
