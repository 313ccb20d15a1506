"""A statement as plain JSON values and back, and the hash of its content."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import TypeAlias, cast

from wholeplace.kernel import Figure, Money, Problem, Where
from wholeplace.kernel.figure import from_dict, to_dict
from wholeplace.settle.statement import (
    Payment,
    Restates,
    Standing,
    Statement,
    Status,
    Transfer,
    each_once,
    roots,
)

Fields: TypeAlias = Mapping[str, object]


def statement_to_dict(statement: Statement) -> dict[str, object]:
    """Return a statement as JSON values.

    ``figures`` lists every figure once, the figures it was made from before it; ``children``, and
    all other references to a figure, are positions in that list, from 0.
    """
    figures = list(each_once(roots(statement)))
    position = {id(figure): i for i, figure in enumerate(figures)}
    restates = {"restates": _restates_to_dict(statement.restates)} if statement.restates else {}
    return restates | {
        "title": statement.title,
        "currency": statement.currency,
        "year": statement.year,
        "start": statement.start.isoformat(),
        "status": statement.status.value,
        "standing": statement.standing.value,
        "lines": [position[id(line)] for line in statement.lines],
        "payments": [_payment_to_dict(payment, position) for payment in statement.payments],
        "due": [_payment_to_dict(payment, position) for payment in statement.due],
        "net": [position[id(figure)] for figure in statement.net],
        "problems": [problem.to_dict() for problem in statement.problems],
        "warnings": [problem.to_dict() for problem in statement.warnings],
        "figures": [
            to_dict(replace(figure, children=()))
            | {"children": [position[id(child)] for child in figure.children]}
            for figure in figures
        ],
    }


def _payment_to_dict(payment: Payment, position: Mapping[int, int]) -> dict[str, object]:
    return _transfer_to_dict(payment) | {"figure": position[id(payment.figure)]}


def _transfer_to_dict(transfer: Payment | Transfer) -> dict[str, object]:
    return {"from": transfer.payer, "to": transfer.payee, "pence": transfer.amount.pence}


def _restates_to_dict(restates: Restates) -> dict[str, object]:
    paid = [_transfer_to_dict(transfer) for transfer in restates.paid]
    return {"statement": restates.statement, "reason": restates.reason, "paid": paid}


def statement_from_dict(data: Fields) -> Statement:
    """Read back what ``statement_to_dict`` wrote; the round trip loses nothing.

    A statement that says nothing of its standing was written before there was any: it is
    provisional.
    """
    figures: list[Figure] = []
    for fields in _list(data, "figures"):
        children = tuple(figures[i] for i in cast("Sequence[int]", fields["children"]))
        bare = {name: value for name, value in fields.items() if name != "children"}
        figures.append(replace(from_dict(bare), children=children))
    currency = str(data["currency"])
    return Statement(
        title=str(data["title"]),
        currency=currency,
        year=str(data["year"]),
        start=date.fromisoformat(str(data["start"])),
        status=Status(str(data["status"])),
        lines=tuple(figures[i] for i in cast("Sequence[int]", data["lines"])),
        payments=tuple(_payment(each, figures, currency) for each in _list(data, "payments")),
        net=tuple(figures[i] for i in cast("Sequence[int]", data["net"])),
        problems=tuple(_problem(fields) for fields in _list(data, "problems")),
        standing=Standing(str(data.get("standing", "provisional"))),
        warnings=tuple(map(_problem, _list(data, "warnings") if "warnings" in data else ())),
        restates=_restates(data, figures, currency) if "restates" in data else None,
    )


def _restates(data: Fields, figures: Sequence[Figure], currency: str) -> Restates:
    fields = cast("Fields", data["restates"])
    paid = (
        Transfer(str(f["from"]), str(f["to"]), Money(cast("int", f["pence"]), currency))
        for f in _list(fields, "paid")
    )
    due = (_payment(each, figures, currency) for each in _list(data, "due"))
    return Restates(str(fields["statement"]), str(fields["reason"]), tuple(paid), tuple(due))


def _list(data: Fields, name: str) -> Sequence[Fields]:
    return cast("Sequence[Fields]", data[name])


def _payment(fields: Fields, figures: Sequence[Figure], currency: str) -> Payment:
    amount = Money(cast("int", fields["pence"]), currency)
    figure = figures[cast("int", fields["figure"])]
    return Payment(str(fields["from"]), str(fields["to"]), amount, figure)


def _problem(fields: Fields) -> Problem:
    where = Where(
        str(fields["file"]),
        cast("int | None", fields["line"]),
        cast("int | None", fields["column"]),
        str(fields["path"]),
    )
    rows = cast("int | None", fields["rows"])
    return Problem(where, str(fields["what"]), str(fields["remedy"]), rows)


def content_hash(statement: Statement) -> str:
    """Return the SHA-256 of a statement's content in hexadecimal: same content, same hash."""
    content = json.dumps(
        statement_to_dict(statement), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return sha256(content.encode()).hexdigest()
