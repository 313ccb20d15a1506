"""What a report is made from: the results of one year, and the names they are known by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from wholeplace.budget.adjust import Step
from wholeplace.kernel import Figure, Headline
from wholeplace.privacy import SmallNumbers
from wholeplace.settle import Statement


@dataclass(frozen=True, slots=True)
class LoadCount:
    """What became of the rows of one file on their way to one table.

    ``set_aside`` counts the rows not stored, by reason. Raises ``ValueError`` where a row is
    neither stored nor set aside: such a load must not reach a report.
    """

    file: str
    table: str
    rows_in: int
    stored: int
    set_aside: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse counts that do not add up."""
        if self.rows_in != self.stored + sum(self.set_aside.values()):
            msg = (
                f"{self.file}: {self.rows_in:,} rows in, but {self.stored:,} stored and"
                f" {sum(self.set_aside.values()):,} set aside"
            )
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What part of the ``total`` so large a part of ``people`` makes, those with most first.

    ``of`` is what is shared out; ``neighbourhood`` is empty for the whole place.
    """

    of: str
    neighbourhood: str
    people: float
    total: float


@dataclass(frozen=True, slots=True)
class ReportData:
    """The results of one year. ``year`` and ``base_year`` are text such as ``2019/20``.

    ``names`` gives the name of each segment, service and measure by its id (a measure's may be
    written ``outcome.<id>``), ``parties`` that of each party. ``steps`` are the bridge from the
    base year to the budget (empty where there is no budget). ``statement`` is ``None`` where no
    agreement was settled. ``manifest`` holds hashes and versions, nested as deep as the run wrote
    them. ``who`` is what the people are called, ``curves`` how events and spend fall on them.
    ``small_numbers`` may be left out only where nobody is counted, as in a statement.
    """

    title: str
    about: str
    year: str
    currency: str
    headlines: Sequence[Headline]
    names: Mapping[str, str]
    steps: Sequence[Step]
    statement: Statement | None
    parties: Mapping[str, str]
    warnings: Sequence[str]
    loads: Sequence[LoadCount]
    manifest: Mapping[str, object]
    base_year: str = ""
    small_numbers: SmallNumbers | None = None
    who: str = "people"
    curves: Sequence[CurvePoint] = ()

    @property
    def small(self) -> SmallNumbers:
        """The policy on small numbers; without one, nothing that counts people may be shown."""
        if self.small_numbers is None:
            raise ValueError("a report of people needs a policy on small numbers")
        return self.small_numbers

    def figure(self, id_: str, breakdown: str = "", level: str = "") -> Figure | None:
        """Return a headline figure, of the whole or of one part; ``None`` where there is none."""
        for row in self.headlines:
            if (row.figure.id, row.breakdown, row.level) == (id_, breakdown, level):
                return row.figure
        return None

    def number(self, id_: str, breakdown: str = "", level: str = "") -> Fraction | None:
        """Return the value of a headline figure; ``None`` where it is missing or not shown."""
        return number_of(self.figure(id_, breakdown, level))

    def levels(self, breakdown: str) -> list[str]:
        """Return the parts of a breakdown, in the order of the headlines."""
        found = (row.level for row in self.headlines if row.breakdown == breakdown)
        return list(dict.fromkeys(found))

    def measures(self) -> list[str]:
        """Return the ids of the outcome measures, in order."""
        ids = (row.figure.id for row in self.headlines if row.figure.id.startswith("outcome."))
        return list(dict.fromkeys(id_.removeprefix("outcome.") for id_ in ids))

    def name(self, id_: str) -> str:
        """Return the name of a segment, service or measure; its id in words where it has none."""
        return self.names.get(id_) or id_.replace("_", " ").capitalize()

    def measure_name(self, measure: str) -> str:
        """Return a measure's name: first of ``outcome.<id>``, as a service may share its id."""
        return self.names.get(f"outcome.{measure}") or self.name(measure)

    def party(self, id_: str) -> str:
        """Return the name of a party; its id where it has none."""
        return self.parties.get(id_) or id_


def number_of(figure: Figure | None) -> Fraction | None:
    """Return the number a figure holds, or ``None`` where it holds none."""
    return figure.value if figure is not None and isinstance(figure.value, Fraction) else None
