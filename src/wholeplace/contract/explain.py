"""The reasons of a line: its formula with the numbers put in, and the figures it was made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wholeplace.contract.agreement import Contract, Line
from wholeplace.contract.formula import (
    Name,
    Operand,
    Pick,
    Undefined,
    names_in,
    unit_of,
    value_of,
    walk,
    write,
)
from wholeplace.contract.in_force import InForce, currency_of
from wholeplace.kernel import Figure, Unit, Value


@dataclass(frozen=True, slots=True)
class Reasons:
    """What is known when a line has been worked out: everything above it."""

    contract: Contract
    in_force: InForce
    figures: Mapping[str, Figure]
    values: Mapping[str, Operand]

    def figure_of_line(self, line: Line, value: Operand | None, note: str) -> Figure:
        """Return the line as a figure with its formula, numbers put in, source and children."""
        return Figure(
            id=f"lines.{line.name}",
            value=plain_value(value),
            unit=unit_of(line.kind),
            label=line.label,
            formula=" ".join(line.formula.split()),
            inputs=write(line.tree, self.put_in),
            source=line.source,
            note=note,
            currency=currency_of(self.contract, line.kind),
            children=tuple(self.children_of(line)),
        )

    def children_of(self, line: Line) -> Iterator[Figure]:
        """Yield the figures a line uses, each once; of a table only the entries it picks."""
        picks = [node for node in walk(line.tree) if isinstance(node, Pick)]
        for name in names_in(line.tree):
            entries = [self.figure_at(pick) for pick in picks if pick.table.name == name]
            picked = dict.fromkeys(entry for entry in entries if entry is not None)
            yield from picked or (self.figures[name],)

    def put_in(self, node: Name | Pick) -> str | None:
        """Return the number to write for a name; ``None`` for bands, which stay a name."""
        figure = self.figure_at(node)
        if figure is None or (figure.unit is Unit.CHOICE and figure.id.startswith("parameters.")):
            return None
        return shown_in_formula(figure)

    def figure_at(self, node: Name | Pick) -> Figure | None:
        """Return the figure of a name or of a picked entry; ``None`` where its key is missing."""
        if isinstance(node, Name):
            return self.figures[node.name]
        try:
            word = value_of(node.key, self.values)
        except Undefined:
            return None
        return self.in_force.entries[node.table.name, str(word)]


def plain_value(value: Operand | None) -> Value:
    """Return the value of a line, which is never a table or a list of bands, as a figure's."""
    return value if not isinstance(value, tuple | dict) else None


def shown_in_formula(figure: Figure) -> str:
    """Write a value to be put in a formula: ``£5.00``, ``(-£4.995)``, ``"Global"``, ``missing``."""
    if isinstance(figure.value, str):
        return f'"{figure.value}"'
    text = figure.shown
    return f"({text})" if text.startswith("-") else text
