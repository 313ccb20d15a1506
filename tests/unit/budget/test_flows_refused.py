"""What is wrong with flows is told at its place, all at once."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from wholeplace.budget.flows import Flows, Measured, ResourceLine, flow
from wholeplace.document import read_document
from wholeplace.kernel import Figure, FinancialYear, Refused, Unit

YEAR = FinancialYear(2019)


def pounds(amount: int | None, currency: str = "GBP") -> Figure:
    value = None if amount is None else Fraction(amount)
    return Figure("x", value, Unit.MONEY, note="no run has counted it", currency=currency)


ACUTE = ResourceLine("acute", "Acute", "ccg", pounds(1000), "thh")
MENTAL = ResourceLine("mental", "Mental", "council", pounds(500))
CHILD = ResourceLine("child", "Child", "council", pounds(90), "gp", "children", ring_fenced=True)
LINES = (ACUTE, MENTAL, CHILD)

DOCUMENT = """
providers:
  thh: {name: Hospital, source: y}
  gp: {name: Confederation, source: y}
status: [{from: 2019-04-01, value: live, source: y}]
top_slice:
  - {id: team, name: Team, holder: gp, lines: [acute], share: [{from: 2019-04-01, value: 2%, source: y}]}
allocation:
  - {lines: [mental], shares: [{from: 2019-04-01, value: {thh: 30%, gp: 70%}, source: y}]}
choice:
  - lines: [acute]
    accountable: [{from: 2019-04-01, value: thh, source: y}]
    at: local_price
    of_tariff: [{from: 2019-04-01, value: 80%, source: y}]
between:
  - {giver: thh, receiver: gp, why: z, share: [{from: 2019-04-01, value: 1%, source: y}]}
control_total:
  system: [{from: 2019-04-01, value: GBP 1, source: y}]
  providers: {thh: [{from: 2019-04-01, value: GBP 1, source: y}]}
open_book:
  basis: plics
  source: y
  declared: [{provider: gp, line: mental, year: 2019/20, amount: GBP 1, source: y}]
"""  # noqa: E501 - a row of the document stands in one line


def problems(
    text: str = DOCUMENT,
    lines: tuple[ResourceLine, ...] = LINES,
    measured: Measured | None = None,
    year: FinancialYear = YEAR,
) -> list[str]:
    with pytest.raises(Refused) as refused:
        worked(text, lines, measured, year)
    return [f"{found.where.path}: {found.what}" for found in refused.value.problems]


def worked(
    text: str = DOCUMENT,
    lines: tuple[ResourceLine, ...] = LINES,
    measured: Measured | None = None,
    year: FinancialYear = YEAR,
) -> None:
    document = read_document(text, "budget.yaml", Flows)
    flow(lines, document.value, year, measured or Measured(), document.where)


def test_the_document_itself_is_right() -> None:
    worked()


WRONG = [
    ("gp: 70%}", "gp: 60%}", "shares[0].value: the shares make 90%: thh 30% + gp 60%"),
    ("thh: 30%, gp: 70%", "thh: 130%, gp: -30%", "value.gp: the share of 'gp' is below nought"),
    ("share: [{from: 2019-04-01, value: 2%", "share: [{from: 2019-04-01, value: 102%",
     "top_slice[0].share[0].value: a part lies from 0% to 100%"),
    ("value: live", "value: lve", "status[0].value: unknown status 'lve'"),
    ("basis: plics", "basis: plic", "open_book.basis: unknown basis of cost 'plic'"),
    ("at: local_price", "at: tariff", "choice[0].of_tariff: the tariff itself is paid"),
    ("giver: thh, receiver: gp", "giver: gp, receiver: gp", "between[0].receiver: 'gp' hands"),
    ("why: z, share:", "why: z, amount: [{from: 2019-04-01, value: 1, source: y}], share:",
     "between[0]: exactly one is wanted, and here is share and amount"),
    ("why: z, share: [{from: 2019-04-01, value: 1%",
     "why: z, amount: [{from: 2019-04-01, value: -1",
     "between[0].amount[0].value: it is below nought"),
    ("  - lines: [acute]\n    acc", ("  - lines: [acute]\n    at: tariff\n    accountable:"
     " [{from: 2019-04-01, value: thh, source: y}]\n  - lines: [acute]\n    acc"),
     "choice[1]: the line 'acute' stands in choice[0] too"),
    ("declared: [", "declared: [{provider: gp, line: mental, year: 2019, amount: 1, source: y}, ",
     "open_book.declared[1]: the cost of 'mental' at 'gp' in 2019/20 is there twice"),
    ("top_slice:\n", ("top_slice:\n  - {id: team, name: T, holder: gp,"
     " share: [{from: 2019-04-01, value: 2%, source: y}]}\n"),
     "top_slice[1].id: the top-slice 'team' is there twice"),
    # From here on it takes the lines to see it.
    ("holder: gp", "holder: gpp", "top_slice[0].holder: unknown holder 'gpp'"),
    ("lines: [mental]", "lines: [mentl]", "allocation[0].lines[0]: unknown line 'mentl'"),
    ("lines: [mental]", "lines: [mental, acute]",
     "allocation[0].lines[1]: the line 'acute' names its provider, 'thh', itself"),
    ("{thh: 30%", "{thhh: 30%", "allocation[0].shares[0].value.thhh: unknown provider 'thhh'"),
    ("value: thh", "value: th", "choice[0].accountable[0].value: unknown provider 'th'"),
    ("giver: thh", "giver: th", "between[0].giver: unknown provider 'th'"),
    ("why: z", "why: z, workstream: child", "between[0].workstream: unknown workstream 'child'"),
    ("providers: {thh", "providers: {th", "control_total.providers.th: unknown provider 'th'"),
    ("line: mental", "line: metal", "open_book.declared[0].line: unknown line 'metal'"),
    ("GBP 1,", "EUR 1,", "control_total.system[0].value: it is in EUR, and the budget is in GBP"),
    ("amount: GBP 1", "amount: EUR 1", "open_book.declared[0].amount: it is in EUR"),
    ("value: 1%", "value: 1%, source: y}, {from: 2019-10-01, value: 2%",
     "between[0].share[1].from: it begins within 2019/20, and flows are those of whole years"),
    ("status: [{from: 2019-04-01", "status: [{from: 2020-04-01",
     "status: nothing is in force on 2019-04-01"),
    ("lines: [acute], share", "lines: [acute, child], share",
     "top_slice[0].lines: money would leave its ring-fenced workstream"),
    ("lines: [acute], share: [{from: 2019-04-01, value: 2%",
     "lines: [acute], amount: [{from: 2019-04-01, value: GBP 1001",
     "top_slice[0]: top-slices take £1,001.00 of 'acute', which comes to £1,000.00"),
    ("  - {lines: [mental], shares: [{from: 2019", "  - {lines: [mental], shares: [{from: 2020",
     "allocation[0].shares[0].from: no shares of 'mental' are in force on 2019-04-01"),
    ("why: z, share: [{from: 2019-04-01, value: 1%",
     "why: z, amount: [{from: 2019-04-01, value: GBP 1131",
     "between[0]: 'thh' falls £1.00 below nought"),
    ("giver: thh, receiver: gp, why: z, share: [{from: 2019-04-01, value: 1%",
     "giver: gp, receiver: thh, why: z, amount: [{from: 2019-04-01, value: GBP 371",
     "between[0]: 'gp' falls £1.00 below nought, and its other money is ring-fenced ('children')"),
    ("giver: thh, receiver: gp, why: z, share: [{from: 2019-04-01, value: 1%",
     ("giver: gp, receiver: thh, why: z, workstream: children,"
     " amount: [{from: 2019-04-01, value: GBP 91"),
     "'gp' would pay £1.00 more than it has in the ring-fenced workstream 'children'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_wrong_terms_are_refused_at_their_place(old: str, new: str, said: str) -> None:
    assert old in DOCUMENT
    found = problems(DOCUMENT.replace(old, new, 1))
    assert any(said in one for one in found), found


def test_all_mistakes_are_told_at_once_with_the_nearest_name() -> None:
    text = DOCUMENT.replace("holder: gp", "holder: gpp").replace("{thh: 30%", "{thhh: 30%")
    with pytest.raises(Refused) as refused:
        worked(text)
    assert [found.remedy for found in refused.value.problems] == [
        "did you mean 'thh'?",
        "did you mean 'gp'?",
    ]
    assert refused.value.problems[1].where.line == 7


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((), "the budget has no lines"),
        ((*LINES, replace(MENTAL, workstream="planned")), "the line 'mental' is there twice, in"),
        ((ACUTE, replace(MENTAL, shared=pounds(None)), CHILD), "what of 'mental' is shared is not"),
        ((ACUTE, replace(MENTAL, shared=pounds(-5)), CHILD), "the line 'mental' is below nought"),
        ((ACUTE, replace(MENTAL, shared=pounds(5, "EUR")), CHILD), "the line 'mental' is in EUR"),
        ((replace(ACUTE, provider="thx"), MENTAL, CHILD), "unknown provider 'thx'"),
        ((*LINES, replace(MENTAL, id="more")), "allocation: nobody is to have the money of 'more'"),
    ],
)  # fmt: skip
def test_wrong_lines_are_refused(lines: tuple[ResourceLine, ...], said: str) -> None:
    found = problems(lines=lines)
    assert any(said in one for one in found), found


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        (Measured({("thh", "acut"): 1}), "results.thh.acut: the budget has no line 'acut'"),
        (Measured({("thh", "acute"): -1}), "results.thh.acute: it is below nought: -£0.01"),
        (
            Measured(elsewhere={("RQM", "mental", "tariff"): 700}),
            "elsewhere.RQM.mental.tariff: nobody answers for £7.00 of 'mental' by 'RQM'",
        ),
        (
            Measured(elsewhere={("RQM", "acute", "plics"): 700}),
            ("elsewhere.RQM.acute.plics: 'acute' by 'RQM' is paid on the basis tariff, and was"
            " counted on plics alone: £7.00"),
        ),
        (
            Measured(elsewhere={("gp", "acute", "tariff"): 700}),
            "elsewhere.gp.acute.tariff: 'gp' is a partner, and its care is not care elsewhere",
        ),
        (
            Measured(costs={("gp", "mental", "unit_ref"): 700}),
            "costs.gp.mental.unit_ref: cost was counted on unit_ref, and the books are open on",
        ),
        (
            Measured(elsewhere={("RQM", "acute", "tariff"): 2_000_00}),
            "choice[0]: 'thh' falls £481.30 below nought",
        ),
    ],
)  # fmt: skip
def test_what_was_measured_wrongly_is_refused(measured: Measured, said: str) -> None:
    found = problems(measured=measured)
    assert any(said in one for one in found), found


def test_a_contract_value_has_no_results() -> None:
    block = (replace(ACUTE, is_block=True), MENTAL, CHILD)
    found = problems(lines=block, measured=Measured({("thh", "acute"): 1}))
    assert found[0].startswith("results.thh.acute: 'acute' is a contract value, paid whatever is")


def test_money_of_a_block_that_names_nobody_is_not_known_by_results() -> None:
    document = read_document(DOCUMENT, "budget.yaml", Flows)
    lines = (ACUTE, replace(MENTAL, is_block=True), CHILD)
    stake = flow(lines, document.value, YEAR).stake("gp")
    assert "'mental' is a contract value, and its provider is not named" in stake.by_results.note
