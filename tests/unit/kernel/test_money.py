"""Money as people write it, read to the penny, and shared without losing one."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from wholeplace.kernel import Money, allocate, read_amount, read_money, show_amount

READ = [
    # as written             pence           currency
    ("0",                    0,              "GBP"),
    ("12",                   1_200,          "GBP"),
    ("12.5",                 1_250,          "GBP"),
    (".5",                   50,             "GBP"),
    ("1,234.56",             123_456,        "GBP"),
    ("1,234,567",            123_456_700,    "GBP"),
    ("122_000_000",          12_200_000_000, "GBP"),
    ("GBP 35m",              3_500_000_000,  "GBP"),
    ("£29.8m",               2_980_000_000,  "GBP"),
    ("£950k",                95_000_000,     "GBP"),
    ("£1.25bn",              125_000_000_000, "GBP"),
    ("$5",                   500,            "USD"),
    ("€5",                   500,            "EUR"),
    ("USD 5.01",             501,            "USD"),
    ("CHF5",                 500,            "CHF"),
    ("-£1,234.56",           -123_456,       "GBP"),
    ("£-1,234.56",           -123_456,       "GBP"),
    ("+£3",                  300,            "GBP"),
    ("- 3",                  -300,           "GBP"),
    ("  £ 7 k ",             700_000,        "GBP"),
    ("£0.00123m",            123_000,        "GBP"),
    ("£1.000000",            100,            "GBP"),
]  # fmt: skip

REFUSED = [
    ("£0.005",   "'£0.005' is not a whole number of pence"),
    ("12,34",    "'12,34' is not a number"),
    ("1,23,456", "'1,23,456' is not a number"),
    ("1_",       "'1_' is not a number"),
    ("1__0",     "'1__0' is not a number"),
    ("1,000_000", "'1,000_000' is not a number"),
    ("1.",       "'1.' is not a number"),
    ("1.2.3",    "'1.2.3' is not a number"),
    ("£",        "'£' is not an amount of money"),
    ("",         "'' is not an amount of money"),
    ("many",     "'many' is not an amount of money"),
    ("-£-5",     "'-£-5' is not an amount of money"),
    ("5%",       "'5%' is not an amount of money"),
    ("5M",       "'5M' is not an amount of money"),
    ("gbp 5",    "'gbp 5' is not an amount of money"),
    ("£5 GBP",   "'£5 GBP' is not an amount of money"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "pence", "currency"), READ)
def test_money_is_read_to_the_penny(written: str, pence: int, currency: str) -> None:
    assert read_money(written) == Money(pence, currency)


@pytest.mark.parametrize(("written", "why"), REFUSED)
def test_what_is_not_money_is_refused(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(why)}$"):
        read_money(written)


def test_the_currency_is_the_one_asked_for_where_none_is_written() -> None:
    assert read_money("5", "USD") == Money(500, "USD")
    assert read_money("£5", "USD") == Money(500, "GBP")


def test_an_amount_may_be_finer_than_a_penny() -> None:
    assert read_amount("£0.005") == (Fraction(5, 1000), "GBP")
    assert read_amount("-$1.00001k") == (Fraction(-100001, 100), "USD")


@pytest.mark.parametrize(("pence", "currency", "written"), [
    (0,            "GBP", "£0.00"),
    (5,            "GBP", "£0.05"),
    (123_450,      "GBP", "£1,234.50"),
    (-123_450,     "GBP", "-£1,234.50"),
    (-5,           "GBP", "-£0.05"),
    (100,          "USD", "$1.00"),
    (100,          "EUR", "€1.00"),
    (123_456_789,  "CHF", "CHF 1,234,567.89"),
])  # fmt: skip
def test_money_is_written_in_full(pence: int, currency: str, written: str) -> None:
    assert str(Money(pence, currency)) == written


@pytest.mark.parametrize(("amount", "currency", "shown"), [
    ("5",         "GBP", "£5.00"),
    ("0",         "GBP", "£0.00"),
    ("-1234.5",   "GBP", "-£1,234.50"),
    ("-4.995",    "GBP", "-£4.995"),
    ("4.123456",  "USD", "$4.123456"),
    ("1/3",       "CHF", "CHF 0.333333…"),
    ("1/3000000", "GBP", "£0…"),
    ("4.1234567", "GBP", "£4.123457…"),
])  # fmt: skip
def test_an_amount_finer_than_a_penny_is_shown_exactly_or_says_it_goes_on(
    amount: str, currency: str, shown: str
) -> None:
    assert show_amount(Fraction(amount), currency) == shown


@pytest.mark.parametrize(("written", "short"), [
    ("£0",              "£0"),
    ("£12",             "£12"),
    ("£12.34",          "£12.34"),
    ("£62.60",          "£62.60"),
    ("£9,999.99",       "£9,999.99"),
    ("£10,000",         "£10k"),
    ("£12,345",         "£12.3k"),
    ("£12,350",         "£12.4k"),
    ("£950,000",        "£950k"),
    ("£999,949.99",     "£999.9k"),
    ("£999,950",        "£1m"),
    ("£29,800,000",     "£29.8m"),
    ("£29,850,000",     "£29.9m"),
    ("£999,949,999.99", "£999.9m"),
    ("£999,950,000",    "£1bn"),
    ("£1,250,000,000",  "£1.3bn"),
    ("-£29,800,000",    "-£29.8m"),
    ("-£0.05",          "-£0.05"),
    ("USD 35m",         "$35m"),
    ("CHF 35m",         "CHF 35m"),
])  # fmt: skip
def test_money_is_written_for_a_board(written: str, short: str) -> None:
    assert read_money(written).short() == short


def test_amounts_of_one_currency_are_added_taken_away_and_compared() -> None:
    ten, three = Money(1000), Money(300)
    assert ten + three == Money(1300)
    assert three - ten == Money(-700)
    assert -ten == Money(-1000)
    assert three < ten
    assert three <= Money(300)
    assert ten > three
    assert not ten < Money(1000)
    assert ten.exact == 10


def test_amounts_of_two_currencies_are_never_combined() -> None:
    pounds, dollars = Money(1), Money(1, "USD")
    assert pounds != dollars
    with pytest.raises(ValueError, match="cannot combine GBP with USD"):
        pounds + dollars
    with pytest.raises(ValueError, match="cannot combine USD with GBP"):
        dollars - pounds
    with pytest.raises(ValueError, match="cannot combine GBP with USD"):
        _ = pounds < dollars


def test_money_is_only_ever_whole_pence() -> None:
    with pytest.raises(TypeError, match=r"money is whole pence, not 1\.0"):
        Money(1.0)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="money is whole pence, not True"):
        Money(pence=True)
    with pytest.raises(TypeError, match="cannot combine money with int"):
        Money(1) + 1  # type: ignore[operator]


@pytest.mark.parametrize(("pence", "factor", "product"), [
    (100,  Fraction(1, 2),    50),
    (1,    Fraction(1, 2),    1),   # half a penny rounds away from zero
    (-1,   Fraction(1, 2),    -1),
    (1,    Fraction(49, 100), 0),
    (10,   3,                 30),
    (1000, Fraction(-1, 3),   -333),
])  # fmt: skip
def test_a_product_is_rounded_to_whole_pence(
    pence: int, factor: Fraction | int, product: int
) -> None:
    assert Money(pence, "USD").times(factor) == Money(product, "USD")


@pytest.mark.parametrize(("pence", "weights", "shares"), [
    (100,  [1, 1, 1],                               [34, 33, 33]),
    (101,  [1, 1, 1],                               [34, 34, 33]),
    (-100, [1, 1, 1],                               [-34, -33, -33]),
    (100,  [40, 25, 25, 10],                        [40, 25, 25, 10]),
    (1,    [1, 1],                                  [1, 0]),
    (1,    [1, 2],                                  [0, 1]),
    (10,   [0, 1, 0],                               [0, 10, 0]),
    (0,    [1, 2],                                  [0, 0]),
    (5,    [10**30, 1],                             [5, 0]),
    (100,  [Fraction(1, 6), Fraction(1, 3), Fraction(1, 2)], [17, 33, 50]),
    (7,    [Fraction(7)],                           [7]),
])  # fmt: skip
def test_shares_are_in_proportion_and_to_the_penny(
    pence: int, weights: list[Fraction | int], shares: list[int]
) -> None:
    assert [share.pence for share in allocate(Money(pence), weights)] == shares


def test_shares_keep_the_currency() -> None:
    assert allocate(Money(3, "USD"), [1, 2]) == (Money(1, "USD"), Money(2, "USD"))


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1], [-1]])
def test_weights_that_share_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights must not be negative, and at least one"):
        allocate(Money(100), weights)
