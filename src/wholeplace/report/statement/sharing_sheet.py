"""The sheet of sharing: how an amount is shared to the penny, by the largest remainder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.kernel import Money, round_to
from wholeplace.report.statement.cells import (
    Cell,
    Sheet,
    Style,
    address,
    money_pattern,
    shown,
    text,
    top,
)
from wholeplace.report.statement.noise import MOST
from wholeplace.report.statement.pieces import Sharing
from wholeplace.report.statement.writer import Writer

NAME = "Sharing"
_NOTE = (
    "Each party gets its exact share rounded down to a penny; the pennies left go to the largest "
    "remainders, the earlier party first among equals, so that the parts make the whole."
)
_HEADINGS = (
    "Shared", "Party", "Weight", "Exact share in pence", "Whole pence", "Remainder", "Place",
    "Part in pence", "Part",
)  # fmt: skip
_PART = 8
_WHOLE, _PLAIN = "#,##0", "0.######"


@dataclass(frozen=True, slots=True)
class _Part:
    """What falls to a party, step by step; nothing where the whole cannot be shared."""

    exact: Fraction | None
    whole: Fraction | None
    remainder: Fraction | None
    place: Fraction | None
    pence: Fraction | None


def sharing_sheet(writer: Writer) -> Sheet | None:
    """Return how each amount was shared, if any was."""
    rows, names = top("Sharing to the penny", _NOTE, _HEADINGS, tuple(range(2, 9))), {}
    header = len(rows)
    for sharing in writer.sharings.values():
        start = len(rows)
        rows += (*_block(writer, sharing, start), ())
        names[sharing.name] = address(NAME, _PART, start + 1, start + len(sharing.parties))
    widths = (36, 22, 14, 20, 16, 12, 8, 16, 18)
    return Sheet(NAME, widths, rows, header, names) if writer.sharings else None


def _block(writer: Writer, sharing: Sharing, start: int) -> Iterator[tuple[Cell | None, ...]]:
    money = money_pattern(writer.contract.terms.currency)
    total, whole = f"$H${start + 1}", sharing.total
    pence = None if whole is None else Fraction(whole.pence)
    amount = None if whole is None else whole.exact
    yield (
        text(sharing.title, Style.CODE),
        text("to be shared"),
        *[None] * 5,
        Cell(shown(pence), Style.LIVE, sharing.amount, _WHOLE),
        Cell(shown(amount), Style.LIVE, f"{total}/100", money),
    )
    parts = _parts(sharing)
    # Two decimals of the money are the pence themselves.
    decimals = _decimals(parts, max(writer.decimals_of_money - 2, 0))
    for i, part in enumerate(parts):
        cells = _formulas(start + 2, start + 1 + len(sharing.parties), start + 2 + i, decimals)
        cells = {"weight": sharing.weights[i]} | {
            k: f.format(total=total) for k, f in cells.items()
        }
        values = _values(sharing.numbers[i], part, Fraction(1, 10**decimals))
        yield (None, text(sharing.parties[i]), *_row(cells, values, money))


def _decimals(parts: Sequence[_Part], sure: int) -> int:
    """Return the fewest decimals, from ``sure`` on, that leave the remainders in their order."""
    rest = [part.remainder or Fraction(0) for part in parts]
    for decimals in range(sure, MOST + 1):
        if _order([round_to(each, Fraction(1, 10**decimals)) for each in rest]) == _order(rest):
            return decimals
    return sure


def _order(rest: Sequence[Fraction]) -> list[int]:
    return sorted(range(len(rest)), key=lambda i: (-rest[i], i))


def _values(weight: Fraction | None, part: _Part, step: Fraction) -> list[Fraction | None]:
    exact, rest = (
        None if each is None else round_to(each, step) for each in (part.exact, part.remainder)
    )
    amount = None if part.pence is None else part.pence / 100
    return [weight, exact, part.whole, rest, part.place, part.pence, amount]


def _row(formulas: dict[str, str], values: Sequence[Fraction | None], money: str) -> Iterator[Cell]:
    forms = (_PLAIN, "#,##0.0000", _WHOLE, _PLAIN, _WHOLE, _WHOLE, money)
    for formula, value, form in zip(formulas.values(), values, forms, strict=True):
        yield Cell(shown(value), Style.LIVE, formula, form)


def _formulas(first: int, last: int, row: int, decimals: int) -> dict[str, str]:
    """Return the formulas of a row; ``{total}`` is the cell of the whole, in pence."""
    weights, whole = f"C${first}:C${last}", f"E${first}:E${last}"
    rest, mine = f"F${first}:F${last}", f"F{row}"
    exact = f"ROUND(ABS({{total}})*C{row}/SUM({weights}),{decimals})"
    may_share = f"OR(MIN({weights})<0,AND(SUM({weights})=0,{{total}}<>0))"
    order = f"SUMPRODUCT(--({rest}>{mine}))+SUMPRODUCT(--(F${first}:{mine}={mine}))"
    is_one_more = f"G{row}<=ROUND(ABS({{total}})-SUM({whole}),0)"
    return {
        "exact": f"IF({may_share},NA(),IF({{total}}=0,0,{exact}))",
        "whole": f"INT(D{row})",
        "remainder": f"ROUND(D{row}-E{row},{decimals})",
        "place": order,
        "pence": f"SIGN({{total}})*(E{row}+IF({is_one_more},1,0))",
        "part": f"H{row}/100",
    }


def _parts(sharing: Sharing) -> Sequence[_Part]:
    given, weights = sharing.parts, [number or Fraction(0) for number in sharing.numbers]
    if sharing.total is None or not given:
        return [_Part(None, None, None, None, None)] * len(sharing.parties)
    return _worked_out(sharing.total, weights, list(given.values()))


def _worked_out(total: Money, weights: Sequence[Fraction], given: Sequence[Money]) -> list[_Part]:
    whole = sum(weights, Fraction(0))
    exact = [
        abs(total.pence) * weight / whole if total.pence else Fraction(0) for weight in weights
    ]
    down = [Fraction(int(share)) for share in exact]
    rest = [share - pence for share, pence in zip(exact, down, strict=True)]
    order = _order(rest)
    return [
        _Part(exact[i], down[i], rest[i], Fraction(order.index(i) + 1), Fraction(given[i].pence))
        for i in range(len(given))
    ]
