"""The language of lines, by example: what a formula means, and what is said of a wrong one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from wholeplace.contract.formula import (
    FUNCTIONS,
    Absent,
    Band,
    BandsOf,
    Basic,
    Choice,
    Mistake,
    Operand,
    Point,
    PointsOf,
    Scope,
    SplitOf,
    Step,
    StepsOf,
    TableOf,
    Undefined,
    check_formula,
    names_in,
    read_formula,
    value_of,
    write,
)

ARRANGEMENT = Choice(("Global", "Professional"))
SCOPE = Scope(
    "GBP",
    {
        "budget": Basic.MONEY,
        "spend": Basic.MONEY,
        "nothing": Basic.MONEY,
        "unknown": Basic.MONEY,
        "people": Basic.COUNT,
        "beds": Basic.COUNT,
        "half": Basic.FRACTION,
        "admissions": Basic.RATE,
        "age": Basic.YEARS,
        "is_met": Basic.YES_NO,
        "kind": ARRANGEMENT,
        "bands": BandsOf(Basic.FRACTION),
        "limits": BandsOf(Basic.MONEY),
        "corridor": TableOf(ARRANGEMENT, BandsOf(Basic.FRACTION)),
        "top": TableOf(ARRANGEMENT, Basic.FRACTION),
        "split": SplitOf(("thh", "gp")),
        "reward": StepsOf(Basic.FRACTION, Basic.FRACTION),
        "is_large": StepsOf(Basic.COUNT, Basic.YES_NO),
        "rate": PointsOf(Basic.COUNT, Basic.FRACTION),
        "price": PointsOf(Basic.COUNT, Basic.MONEY),
    },
)
BANDS = (Band(Fraction(1, 10), Fraction(1)), Band(None, Fraction(1, 2)))
VALUES: dict[str, Operand] = {
    "budget": Fraction(1000),
    "spend": Fraction(900),
    "nothing": Fraction(0),
    "people": Fraction(50),
    "beds": Fraction(4),
    "half": Fraction(1, 2),
    "admissions": Fraction(90),
    "age": Fraction(65),
    "is_met": True,
    "kind": "Global",
    "bands": BANDS,
    "limits": (Band(Fraction(100), Fraction(1)), Band(None, Fraction(1, 4))),
    "corridor": {"Global": BANDS, "Professional": (Band(None, Fraction(1, 4)),)},
    "top": {"Global": Fraction(3, 4), "Professional": Fraction(1, 4)},
    "split": {"thh": Fraction(2, 3), "gp": Fraction(1, 3)},
    "reward": (
        Step(Fraction(4, 10), Fraction(0)),
        Step(Fraction(9, 10), Fraction(1, 2)),
        Step(None, Fraction(1)),
    ),
    "is_large": (Step(Fraction(40), False), Step(None, True)),  # noqa: FBT003
    "rate": (Point(Fraction(10), Fraction(4, 100)), Point(Fraction(30), Fraction(2, 100))),
    "price": (
        Point(Fraction(0), Fraction(100)),
        Point(Fraction(50), Fraction(200)),
        Point(Fraction(100), Fraction(150)),
    ),
}

# formula                                     | unit         | value
GOOD = """
budget - spend                                | money        | 100
budget - spend - 0                            | money        | 100
-budget + spend                               | money        | -100
2 * people + beds * 3                         | count        | 112
(2 + 3) * people                              | count        | 250
budget * half                                 | money        | 500
2% * budget                                   | money        | 20
budget / 2                                    | money        | 500
budget * people                               | money        | 50000
budget / people                               | money each   | 20
budget / people * beds                        | money        | 80
budget / (budget / people)                    | count        | 50
spend / budget                                | fraction     | 9/10
1 - half                                      | fraction     | 1/2
half * half                                   | fraction     | 1/4
half / 2%                                     | fraction     | 25
people / beds                                 | fraction     | 25/2
people * beds                                 | count        | 200
admissions * half                             | rate         | 45
admissions / 60                               | rate         | 3/2
age + 5                                       | years        | 70
1 / 3                                         | a plain number | 1/3
10 - 2 - 3                                    | a plain number | 5
12 / 2 / 3                                    | a plain number | 2
GBP 1.5k + £0.25                              | money        | 1500.25
GBP 1_000                                     | money        | 1000
budget > spend                                | yes/no       | yes
budget = spend                                | yes/no       | no
budget != 0                                   | yes/no       | yes
not budget <= spend and is_met                | yes/no       | yes
not is_met or budget < spend                  | yes/no       | no
is_met = yes                                  | yes/no       | yes
kind = "Global"                               | yes/no       | yes
kind != 'Professional'                        | yes/no       | yes
if is_met then budget else spend              | money        | 1000
if kind = "Professional" then 1 else if is_met then 2 else 3 | a plain number | 2
if nothing = 0 then 0 else budget / nothing   | fraction     | 0
if is_met or unknown > 0 then budget else unknown | money    | 1000
min(budget, spend, GBP 950)                   | money        | 900
max(half, 60%, 0)                             | fraction     | 3/5
sum(people, beds, 1)                          | count        | 55
abs(spend - budget)                           | money        | 100
round(budget / 3, to = GBP 0.01)              | money        | 333.33
round(0 - GBP 2.5, to = GBP 1)                | money        | -3
round(people / beds, to = 10)                 | fraction     | 10
capped(budget, at_most = 2% * budget)         | money        | 20
capped(spend - budget, at_least = -1% * budget) | money      | -10
capped(budget, at_most = spend, at_least = 0) | money        | 900
top[kind] * budget                            | money        | 750
top["Professional"]                           | fraction     | 1/4
tiered(spend, bands, of = budget)             | money        | 500
tiered(-spend, bands, of = budget)            | money        | -500
tiered(GBP 50, bands, of = budget)            | money        | 50
tiered(spend, corridor["Professional"], of = budget) | money | 225
tiered(spend, limits)                         | money        | 300
tiered(x = spend, bands = corridor[kind], of = budget) | money | 500
lookup(39.99%, reward)                        | fraction     | 0
lookup(40%, reward)                           | fraction     | 1/2
lookup(half, reward)                          | fraction     | 1/2
lookup(90%, reward)                           | fraction     | 1
lookup(people, is_large)                      | yes/no       | yes
if lookup(beds, is_large) then 1 else 2       | a plain number | 2
interpolate(beds, rate)                       | fraction     | 1/25
interpolate(beds + 6, rate)                   | fraction     | 1/25
interpolate(beds + 11, rate)                  | fraction     | 35/1000
interpolate(beds + 26, rate)                  | fraction     | 1/50
interpolate(people, rate)                     | fraction     | 1/50
interpolate(people, price)                    | money        | 200
interpolate(people + 25, price)               | money        | 175
interpolate(people - 49, price)               | money        | 102
gate(budget, at_least = spend)                | money        | 1000
gate(spend, at_least = spend)                 | money        | 900
gate(spend, at_least = budget)                | money        | 0
gate(spend - budget, at_least = spend)        | money        | 0
gate(spend - budget, at_most = -GBP 100)      | money        | -100
gate(spend - budget, at_most = -GBP 100.01)   | money        | 0
gate(budget - spend, at_most = -GBP 10)       | money        | 0
gate(budget, at_least = spend, at_most = 0)   | money        | 1000
gate(nothing, at_least = spend, at_most = 0)  | money        | 0
allocate(GBP 1, split, to = "thh")            | money        | 0.67
allocate(GBP 1, split, to = "gp")             | money        | 0.33
allocate(GBP 0.005, split, to = "thh")        | money        | 0.01
allocate(-GBP 0.02, split, "gp")              | money        | -0.01
"""

# formula                            | at | what is said, and what to try
BAD = """
budget + people                      |  7 | money + count cannot be worked out; join things whose units go together
budget * spend                       |  7 | money * money cannot be worked out; join things whose units go together
budget - 5                           |  7 | money - a plain number cannot be worked out; write the amount with its currency, like GBP 5
people + half                        |  7 | count + fraction cannot be worked out; join things whose units go together
budget < people                      |  7 | money < count cannot be worked out; join things whose units go together
1 / people                           |  2 | a plain number / count cannot be worked out; join things whose units go together
is_met < is_met                      |  7 | yes/no < yes/no cannot be worked out; join things whose units go together
kind < "Global"                      |  5 | one of Global, Professional < one of Global cannot be worked out; join things whose units go together
corridor + budget                    |  9 | a table of bands whose limits are fraction + money cannot be worked out; pick one entry of the table, as in table[choice]
bands * budget                       |  6 | bands whose limits are fraction * money cannot be worked out; use the bands in tiered(x, bands, of = base)
kind = "Globl"                       |  5 | 'Globl' is not one of Global, Professional; did you mean 'Global'?
budgit - spend                       |  0 | unknown name 'budgit'; did you mean 'budget'?
budget - min                         |  9 | 'min' is a function; write min(x, y, ...)
USD 5 + budget                       |  0 | USD stands in an agreement in GBP; write the amount in GBP
-kind                                |  0 | '-' stands before one of Global, Professional; put a number there
not budget                           |  4 | 'not' is said of a yes/no, not money; compare it, as in x > 0
budget and is_met                    |  0 | 'and' joins a yes/no, not money; compare it, as in x > 0
is_met or budget                     | 10 | 'or' joins a yes/no, not money; compare it, as in x > 0
if budget then 1 else 2              |  3 | 'if' asks a yes/no, not money; compare it, as in x > 0
if is_met then budget else people    | 27 | 'then' gives money but 'else' gives count; give both the same unit
budget[kind]                         |  0 | 'budget' is money, not a table; write budget without [ ]
top[people]                          |  4 | 'top' is looked up by one of Global, Professional, not by count; put the name of a choice in the [ ]
top["Pro"]                           |  4 | 'Pro' is not one of Global, Professional; use one of: Global, Professional
quota(budget)                        |  0 | unknown function 'quota'; use one of: abs, allocate, capped, gate, interpolate, lookup, max, min, round, sum, tiered
cappd(budget)                        |  0 | unknown function 'cappd'; did you mean 'capped'?
capped(budget, at_mst = spend)       | 24 | capped has no argument 'at_mst'; did you mean 'at_most'?
capped(budget, x = spend)            | 19 | 'x' is given twice; remove one of the two
capped(at_most = spend)              |  0 | capped needs 'x'; write capped(x, at_most =, at_least =)
capped(budget, spend)                | 15 | capped takes fewer arguments; write capped(x, at_most =, at_least =)
capped(budget, at_most = 2)          |  0 | capped: 'x' is money but 'at_most' is a plain number; write capped(x, at_most =, at_least =)
min()                                |  0 | min needs an argument; write min(x, y, ...)
min(budget, 0, 3)                    |  0 | min: argument 1 is money but argument 3 is a plain number; write min(x, y, ...)
sum(is_met, is_met)                  |  0 | sum: it works on numbers, not on yes/no; write sum(x, y, ...)
min(x = budget)                      |  8 | min has no argument 'x'; write min(x, y, ...)
round(budget)                        |  0 | round needs 'to'; write round(x, to)
tiered(spend, budget, of = budget)   |  0 | tiered: 'bands' is money, not a parameter of bands; write tiered(x, bands, of =)
tiered(spend, bands)                 |  0 | tiered: 'x' is money but 'the limits of the bands' is fraction; write tiered(x, bands, of =)
lookup(budget, reward)               |  0 | lookup: 'x' is money but 'the places of the steps' is fraction; write lookup(x, steps)
lookup(half, bands)                  |  0 | lookup: 'steps' is bands whose limits are fraction, not a parameter of steps; write lookup(x, steps)
interpolate(people, reward)          |  0 | interpolate: 'points' is steps of fraction along fraction, not a parameter of points; write interpolate(x, points)
interpolate(half, rate)              |  0 | interpolate: 'x' is fraction but 'the places of the points' is count; write interpolate(x, points)
capped(budget)                       |  0 | capped: it has no limit; write capped(x, at_most =, at_least =)
gate(budget)                         |  0 | gate: it has no limit; write gate(x, at_least =, at_most =)
gate(budget, at_least = half)        |  0 | gate: 'x' is money but 'at_least' is fraction; write gate(x, at_least =, at_most =)
allocate(people, split, "gp")        |  0 | allocate: 'x' is count, and only money is shared to the penny; write allocate(x, split, to)
allocate(budget, half, "gp")         |  0 | allocate: 'split' is fraction, not a parameter that splits a whole; write allocate(x, split, to)
allocate(budget, split, budget)      |  0 | allocate: 'to' is money, not the name of a party in quotes; write allocate(x, split, to)
allocate(budget, split, "gpp")       |  0 | allocate: 'gpp' has no share in the split; did you mean 'gp'?; write allocate(x, split, to)
split * budget                       |  6 | a split between parties * money cannot be worked out; join things whose units go together
tiered(spend, limits, of = budget)   |  0 | tiered: with 'of', the limits of the bands are fractions of it, not money; write tiered(x, bands, of =)
budget +                             |  8 | expected a number, a name or '(' but found the end of the formula; complete the formula here
(budget                              |  7 | expected ')' but found the end of the formula; add ) to match the ( at character 1
min(budget                           | 10 | expected ')' but found the end of the formula; add ) to match the ( at character 4
top[kind                             |  8 | expected ']' but found the end of the formula; add ] to match the [ at character 4
if is_met else budget                | 10 | expected 'then' but found 'else'; add then to match the if at character 1
if is_met then budget                | 21 | expected 'else' but found the end of the formula; add else to match the if at character 1
budget spend                         |  7 | 'spend' does not follow from what stands before it; put a sign such as + or * between, or remove it
min(a = 1, budget)                   | 11 | 'budget' has no name but stands after 'a = ...'; put the arguments without a name first
1 < 2 < 3                            |  6 | '<' and '<' stand in one chain; compare two at a time and join them with 'and'
budget == spend                      |  7 | '==' is not used here; write '='
budget <> spend                      |  7 | '<>' is not used here; write '!='
budget − spend                       |  7 | '−' is not used here; write '-'
min(1,000)                           |  4 | '1,000' can be read in two ways; write 1_000 for one number, or put a space after the comma for several
min(budget, GBP 1,000)               | 12 | 'GBP 1,000' can be read in two ways; write GBP 1_000 for one number, or put a space after the comma for several
35m                                  |  0 | '35m' is not a number; write money like GBP 35m, a share like 2%, or put a sign between
1__0                                 |  0 | '1__0' is not a number; write a number like 12, 1_000 or 0.5
kind = "Global                       |  7 | the text has no closing quote; add a " after it
budget $ spend                       |  7 | '$' cannot be read; use names, numbers and + - * / ( ) [ ] < = >
"""  # noqa: E501, RUF001 - a table of examples; a minus sign as word processors write it


def rows(table: str) -> list[list[str]]:
    return [[part.strip() for part in row.split("|")] for row in table.strip().splitlines()]


def mistakes_in(formula: str) -> tuple[Mistake, ...]:
    try:
        return check_formula(read_formula(formula), SCOPE)[1]
    except Mistake as mistake:
        return (mistake,)


@pytest.mark.parametrize(("formula", "unit", "value"), rows(GOOD))
def test_a_formula_has_a_unit_and_a_value(formula: str, unit: str, value: str) -> None:
    tree = read_formula(formula)
    kind, mistakes = check_formula(tree, SCOPE)
    expected = {"yes": True, "no": False}.get(value)
    assert (str(kind), mistakes) == (unit, ())
    assert value_of(tree, VALUES) == (Fraction(value) if expected is None else expected)
    assert read_formula(write(tree)) == tree


@pytest.mark.parametrize(("formula", "at", "said"), rows(BAD))
def test_a_mistake_is_placed_and_explained(formula: str, at: str, said: str) -> None:
    (mistake,) = mistakes_in(formula)
    assert f"{mistake.what}; {mistake.remedy}" == said
    assert mistake.at == int(at)


def test_all_mistakes_of_a_formula_are_told_and_none_twice() -> None:
    found = [m.what for m in mistakes_in("budgit * 2 + min(spnd, people + half) + budget * spend")]
    assert found == [
        "unknown name 'budgit'",
        "unknown name 'spnd'",
        "count + fraction cannot be worked out",
        "money * money cannot be worked out",
    ]


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("budget / nothing", "it divides by zero"),
        ("round(budget, to = nothing)", "it rounds to a step that is not above zero"),
        ("tiered(spend, bands, of = nothing)", "the base of the bands ('of') is not above zero"),
        ("tiered(spend, bands, of = -budget)", "the base of the bands ('of') is not above zero"),
        ("capped(spend, at_most = 0, at_least = spend)", "'at_least' is above 'at_most'"),
        ("unknown + budget", "'unknown' is missing"),
    ],
)
def test_what_has_no_value_says_why(formula: str, why: str) -> None:
    with pytest.raises(Undefined) as undefined:
        value_of(read_formula(formula), VALUES)
    assert str(undefined.value) == why


def test_a_name_without_a_value_is_known_by_name() -> None:
    with pytest.raises(Absent) as absent:
        value_of(read_formula("budget + unknown"), VALUES)
    assert absent.value.name == "unknown"


@pytest.mark.parametrize(
    ("formula", "what"),
    [
        ("a+" * 300 + "a", "the formula has more than 500 numbers, names and signs"),
        ("a" * 2001, "the formula is longer than 2,000 characters"),
        ("(" * 65 + "a" + ")" * 65, "the formula is nested deeper than 64 levels"),
        ("-" * 65 + "a", "the formula is nested deeper than 64 levels"),
        ("a" + " + a" * 64, "the formula is nested deeper than 64 levels"),
        ("1" * 61, "the number has more than 60 digits"),
    ],
)
def test_a_formula_is_bounded(formula: str, what: str) -> None:
    with pytest.raises(Mistake) as mistake:
        read_formula(formula)
    assert mistake.value.what == what


@pytest.mark.parametrize(
    "formula", ["(" * 63 + "a" + ")" * 63, "a" + " + a" * 63, "1" * 60, "a" * 2000]
)
def test_a_formula_at_its_bounds_is_read(formula: str) -> None:
    read_formula(formula)


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("a-(b-c)", "a - (b - c)"),
        ("(a-b)-c", "a - b - c"),
        ("((a))*(b+c)", "a * (b + c)"),
        ("-(a+b)", "-(a + b)"),
        ("not(a and b)or c", "not (a and b) or c"),
        ("min((a=b))", "min((a = b))"),
        ("min((a=b)and c)", "min((a = b and c))"),
        ("(if a then b else c)+d", "(if a then b else c) + d"),
        ("GBP 35m*.5", "GBP 35000000 * 0.5"),
        ("12.50%", "12.5%"),
        ('"it\'s"', '"it\'s"'),
        ("capped(a,at_most=2%*b)", "capped(a, at_most = 2% * b)"),
    ],
)
def test_a_formula_is_written_with_no_more_brackets_than_it_needs(
    formula: str, written: str
) -> None:
    assert write(read_formula(formula)) == written


def test_names_are_listed_in_order_of_first_use() -> None:
    tree = read_formula("b + top[k] * a + b + min(c, at = d)")
    assert names_in(tree) == ("b", "top", "k", "a", "c", "d")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_says_what_it_does_in_a_sentence(name: str) -> None:
    says = FUNCTIONS[name].says
    assert says[0].isupper()
    assert says.endswith(".")
