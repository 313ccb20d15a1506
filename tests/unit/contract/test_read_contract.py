"""An agreement is read whole, or refused with all that is wrong with it, each at its place."""

from __future__ import annotations

import pytest

from wholeplace.contract import Contract, read_contract
from wholeplace.kernel import Refused


def refusal(text: str) -> str:
    """Return what is said of a wrong agreement: one line a mistake, ``what; remedy``."""
    with pytest.raises(Refused) as refused:
        read_contract(text, "c.yaml")
    return "\n".join(f"{p.where}: {p.what}; {p.remedy}" for p in refused.value.problems)


def test_an_agreement_is_read(agreement: str) -> None:
    contract = read_contract(agreement)
    assert [line.name for line in contract.lines] == ["saving", "shared", "limited"]
    assert [str(line.kind) for line in contract.lines] == ["money"] * 3
    assert {name: str(p.kind) for name, p in contract.parameters.items()} == {
        "share": "fraction",
        "backing": "a split between parties",
        "limit": "a table of fraction",
    }
    assert contract.warnings == ()


# what is written                        | instead of it                       | what is said
WRONG = """
to: backing                              | to: trsut                           | c.yaml:25:17 payments[0].to: unknown party 'trsut'; did you mean 'trust'?
amount: limited                          | amount: limitd                      | c.yaml:25:30 payments[0].amount: 'limitd' is not a line or a figure; did you mean 'limited'?
amount: limited                          | amount: track                       | c.yaml:25:30 payments[0].amount: 'track' is one of one, two, and only money can be paid; name a line that is money
from: ccg, to: backing                   | from: ccg, to: ccg                  | c.yaml:25:17 payments[0].to: 'ccg' would pay itself; name another party or split
from: ccg, to: backing                   | from: backing, to: backing          | c.yaml:25:5 payments[0]: 'backing' and 'backing' are both splits; name one party that pays or is paid
{trust: 75%, gp: 25%}                    | {trust: 60%, gp: 50%}               | c.yaml:14:32 parameters.backing[0].value: 60% + 50% make 110%; shares of one split must make 100%; correct the shares
{trust: 75%, gp: 25%}                    | {}                                  | c.yaml:14:32 parameters.backing[0].value: nothing make 0%; shares of one split must make 100%; correct the shares
{trust: 75%, gp: 25%}                    | {trust: 110%, gp: -10%}             | c.yaml:14:53 parameters.backing[0].value.gp: the share of 'gp' is not a share; write it like 40%
{trust: 75%, gp: 25%}                    | {trust: 75%, gpp: 25%}              | c.yaml:14:52 parameters.backing[0].value.gpp: unknown party 'gpp'; did you mean 'gp'?
{trust: 75%, gp: 25%}                    | {trust: GBP 3, gp: 25%}             | c.yaml:14:40 parameters.backing[0].value.trust: the share of 'trust' is not a share; write it like 40%
value: 60%                               | value: sixty                        | c.yaml:13:26 parameters.share[1].value: 'sixty' is not a number, a share or an amount of money; write it like 12, 50% or GBP 35m
value: 60%                               | value: GBP 6                        | c.yaml:13:26 parameters.share[1].value: it is money here but fraction before; write every value in the same unit
value: 60%                               | value: USD 6                        | c.yaml:13:26 parameters.share[1].value: USD 6 stands in an agreement in GBP; write the amount in GBP
from: 2020-04-01                         | from: 2018-04-01                    | c.yaml:13:8 parameters.share[1].from: 2018-04-01 does not come after 2019-04-01; put the entries in order of date, one for each date
source: clause 3                         | source: ""                          | c.yaml:17:60 parameters.limit.values[0].source: the source is empty; cite the document and clause, or write 'assumed: why'
{one: 2%, two: 3%}                       | {one: 2%}                           | c.yaml:17:33 parameters.limit.values[0].value: there is no value for 'two'; add one; the words are one, two
{one: 2%, two: 3%}                       | {one: 2%, two: 3%, tow: 1}          | c.yaml:17:59 parameters.limit.values[0].value.tow: 'tow' is not one of one, two; did you mean 'two'?
{one: 2%, two: 3%}                       | {one: 2%, two: GBP 3}               | c.yaml:17:33 parameters.limit.values[0].value: it mixes values that do not match; write every value in the same unit
{one: 2%, two: 3%}                       | 2%                                  | c.yaml:17:33 parameters.limit.values[0].value: there is no value for each word; write one for each of one, two
by: track                                | by: tracks                          | c.yaml:16:5 parameters.limit.by: 'tracks' is not a figure that is a choice; did you mean 'track'?
by: track                                | by: track; unit: money              | c.yaml:17:5 parameters.limit.unit: its values are a table of fraction, not money; correct the unit
unit: choice, of: [one, two]             | unit: chioce, of: [one, two]        | c.yaml:9:11 figures.track.unit: unknown unit 'chioce'; did you mean 'choice'?
unit: choice, of: [one, two]             | unit: choice                        | c.yaml:9:3 figures.track: a choice must say what it may be; add of: [first, second]
budget - spend                           | budget - spnd                       | c.yaml:19:20 lines.saving: unknown name 'spnd' (in 'budget - spnd'); did you mean 'spend'?
budget - spend                           | budget - share                      | c.yaml:19:18 lines.saving: money - fraction cannot be worked out (in 'budget - share'); join things whose units go together
budget - spend                           | budget - spend +                    | c.yaml:19:27 lines.saving: expected a number, a name or '(' but found the end of the formula (in 'budget - spend +'); complete the formula here
budget - spend                           | limited                             | c.yaml:19:3 lines.saving: the lines go round in a ring: saving -> limited -> shared -> saving; break the ring at one of them
budget - spend                           | saving                              | c.yaml:19:3 lines.saving: the lines go round in a ring: saving -> saving; break the ring at one of them
budget - spend                           | backing                             | c.yaml:19:11 lines.saving: the line gives a split between parties, which is not a value (in 'backing'); give a number, a yes/no or a choice
saving * share, label                    | spend * share, unit: count, label   | c.yaml:20:16 lines.shared.is: the line gives money, but its unit is declared as count (in 'spend * share'; clause: clause 4); correct the formula or the unit
capped(shared, at_most                   | capped(shared, atmost               | c.yaml:21:3 lines.limited: capped has no argument 'atmost' (in 'capped(shared, atmost = limit[track] * budget, at_least ...'); did you mean 'at_most'?
title: Two partners                      | title: Two partners; yaer: 04-01     | c.yaml:2:1 yaer: 'yaer' is not known here; did you mean 'year'?
role: commissioner                       | role: payer                         | c.yaml:3:9 parties.ccg.role: 'payer': Input should be 'commissioner' or 'provider'; correct the value
"""  # noqa: E501 - a table of examples


def rows(table: str) -> list[list[str]]:
    return [[part.strip() for part in row.split(" | ")] for row in table.strip().splitlines()]


@pytest.mark.parametrize(("written", "instead", "said"), rows(WRONG))
def test_a_mistake_is_told_at_its_place_with_a_remedy(
    agreement: str, written: str, instead: str, said: str
) -> None:
    assert written in agreement
    indent = "    " if "unit" in instead else ""
    wrong = agreement.replace(written, instead.replace("; ", f"\n{indent}"), 1)
    assert refusal(wrong).splitlines() == [said]


def test_a_line_may_use_only_what_stands_above_it(agreement: str) -> None:
    assert refusal(agreement.replace("budget - spend", "budget - limited / 1", 1)) == (
        "c.yaml:19:3 lines.saving: the lines go round in a ring: saving -> limited -> shared "
        "-> saving; break the ring at one of them"
    )
    assert refusal(
        agreement.replace(
            "  saving: budget - spend\n", "  twice: saving * 2\n  saving: budget - spend\n"
        )
    ) == (
        "c.yaml:19:10 lines.twice: 'saving' is defined later, on line 20 (in 'saving * 2'); "
        "move 'saving' up, above 'twice'"
    )
    assert "unknown name 'savinx' (in 'savinx'); use one of: backing, budget, limit" in refusal(
        agreement.replace("budget - spend", "savinx", 1)
    )


def test_everything_that_is_wrong_is_told_at_once(agreement: str) -> None:
    wrong = (
        agreement.replace("trust: 75%", "trust: 85%")
        .replace("budget - spend", "budgit - spnd")
        .replace("saving * share", "saving + * share")
        .replace("amount: limited", "amount: limted")
    )
    assert [line.split()[0] for line in refusal(wrong).splitlines()] == [
        "c.yaml:14:32",
        "c.yaml:19:11",
        "c.yaml:19:20",
        "c.yaml:20:25",
        "c.yaml:25:30",
    ]


def test_what_follows_from_a_mistake_is_not_told_again(agreement: str) -> None:
    wrong = agreement.replace("budget - spend", "budget - ", 1)
    assert len(refusal(wrong).splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("min", "'min' is a word of the formulas"),
        ("then", "'then' is a word of the formulas"),
        ("2nd", "'2nd' is not a name: letters, digits and _ only, a letter first"),
        ("a-b", "'a-b' is not a name: letters, digits and _ only, a letter first"),
        ("share", "'share' is already defined in parameters"),
        ("gp", "'gp' is already defined in parties"),
    ],
)
def test_a_name_is_a_word_of_its_own(agreement: str, name: str, what: str) -> None:
    wrong = agreement.replace("  saving: budget", f"  {name}: budget\n  saving: budget", 1)
    assert f"c.yaml:19:3 lines.{name}: {what};" in refusal(wrong)


BANDS = """\
title: Bands
parties: {a: {role: provider}}
figures: {x: {unit: money}}
parameters: {bands: [{from: 2019-04-01, value: VALUE, source: clause}]}
lines: {y: "tiered(x, bands, of = x)"}
"""


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        ("[]", "there are no bands"),
        ("[{up_to: 5%, share: 1}]", "the last band has a limit"),
        ("[{share: 1}, {share: 0}]", "only the last band may have no limit"),
        ("[{up_to: 5%, share: 1}, {up_to: 5%, share: 1}, {share: 0}]", "5% is not above the limit"),
        ("[{up_to: 0, share: 1}, {share: 0}]", "0 is not above the limit"),
        ("[{up_to: USD 5, share: 1}, {share: 0}]", "USD 5 stands in an agreement in GBP"),
        ("[{up_to: 5%, share: x}, {share: 0}]", "'x' is not a number"),
        ("[{up_to: 5%}, {share: 0}]", "'share' is missing"),
        ("[{up_to: 5%, share: 1}, {up_to: GBP 5, share: 1}, {share: 0}]", "values that do not"),
    ],
)
def test_bands_rise_to_a_last_one_without_limit(bands: str, said: str) -> None:
    assert said in refusal(BANDS.replace("VALUE", bands))


def test_bands_in_order_are_read() -> None:
    contract = read_contract(BANDS.replace("VALUE", "[{up_to: 5%, share: 1}, {share: 0.5}]"))
    assert str(contract.parameters["bands"].kind) == "bands whose limits are fraction"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("12", "count"),
        ("0", "count"),
        ("50%", "fraction"),
        ("1/3", "fraction"),
        ("GBP 35m", "money"),
        ("£29.8m", "money"),
        ("yes", "yes/no"),
        ("true", "yes/no"),
    ],
)
def test_the_writing_of_a_parameter_says_its_unit(agreement: str, value: str, kind: str) -> None:
    added = f"  x: [{{from: 2019-04-01, value: {value}, source: clause}}]\nlines:"
    contract = read_contract(agreement.replace("lines:", added))
    assert str(contract.parameters["x"].kind) == kind


def test_a_unit_may_be_declared(agreement: str) -> None:
    added = "  x: {unit: years, values: [{from: 2019-04-01, value: 5, source: clause}]}\nlines:"
    contract = read_contract(agreement.replace("lines:", added))
    assert str(contract.parameters["x"].kind) == "years"


def test_what_is_never_used_is_a_warning_and_no_refusal(agreement: str) -> None:
    contract: Contract = read_contract(
        agreement.replace(
            "lines:", "  x: [{from: 2019-04-01, value: 5, source: s}]\nlines:"
        ).replace("parameters:", "  people: {unit: count}\nparameters:"),
        "c.yaml",
    )
    assert [f"{warning.where}: {warning.what}" for warning in contract.warnings] == [
        "c.yaml:10:3 figures.people: 'people' is never used",
        "c.yaml:19:3 parameters.x: 'x' is never used",
    ]


@pytest.mark.parametrize(
    ("first", "second", "is_lost"),
    [
        ("2019-07-01", "2020-04-01", True),
        ("2019-07-01", "2020-04-02", False),
        ("2019-04-01", "2019-04-02", False),
        ("2019-04-02", "2020-03-31", True),
    ],
)
def test_a_value_that_is_never_in_force_is_a_warning(
    agreement: str, first: str, second: str, *, is_lost: bool
) -> None:
    values = f"[{{from: {first}, value: 5, source: s}}, {{from: {second}, value: 6, source: s}}]"
    added = f"  x: {values}\nlines:\n  y: x\n"
    contract = read_contract(agreement.replace("lines:\n", added))
    said = [warning.what for warning in contract.warnings]
    lost = f"'x': no contract year starts from {first} to {second}: that value never holds"
    assert said == ([lost] if is_lost else [])


def test_a_payment_that_is_written_twice_is_a_warning(agreement: str) -> None:
    contract = read_contract(
        agreement + "  - {from: ccg, to: backing, amount: limited}\n", "c.yaml"
    )
    assert [f"{warning.where}: {warning.what}" for warning in contract.warnings] == [
        "c.yaml:26:5 payments[1]: 'limited' is paid again between the same parties",
    ]
    assert (
        read_contract(agreement + "  - {from: ccg, to: backing, amount: saving}\n").warnings == ()
    )


def test_a_choice_by_which_a_table_is_written_is_used(agreement: str) -> None:
    contract = read_contract(agreement.replace("limit[track]", 'limit["one"]'))
    assert contract.warnings == ()


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ("{identify: [id], year: y}", "no column is named for 'budget'"),
        ("{identify: [saving], year: y}", "'saving' that identifies a row is also the name"),
    ],
)
def test_records_name_their_columns(agreement: str, records: str, said: str) -> None:
    assert said in refusal(agreement + f"records: {records}\n")


@pytest.mark.parametrize("day", ["02-29", "13-01", "1 April", "04-31"])
def test_a_contract_year_starts_on_a_day_that_every_year_has(agreement: str, day: str) -> None:
    assert f"'{day}' is not a day of every year" in refusal(agreement + f"year: {day}\n")


def test_an_agreement_has_a_bounded_number_of_lines(agreement: str) -> None:
    lines = "".join(f"  l{i}: budget\n" for i in range(298))
    assert "more than 300 lines" in refusal(agreement.replace("payments:", f"{lines}payments:"))


def test_a_field_has_one_name_only() -> None:
    # `formula` is what the program calls it; people, and the schema, write `is`.
    text = BANDS.replace("VALUE", "[{share: 1}]").replace(
        'lines: {y: "tiered(x, bands, of = x)"}',
        'lines: {y: {formula: "tiered(x, bands, of = x)"}}',
    )
    assert "'formula' is not known here" in refusal(text)
