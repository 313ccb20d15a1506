"""What a canonical table is: columns with types, units and limits, and checks, all as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The type of a column. ``MONEY`` is a decimal with two places, ``QUANTITY`` with three."""

    TEXT = "text"
    DATE = "date"
    TIMESTAMP = "timestamp"
    INTEGER = "integer"
    MONEY = "money"
    QUANTITY = "quantity"
    NUMBER = "number"
    YES_NO = "yes/no"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``past`` says that it tells of something that has happened by the day of load.

    ``pseudonym`` says that it is the key of a person: loading puts a pseudonym in its place, and
    no message shows it.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    one_of: tuple[str, ...] = ()
    at_least: int | None = None
    longest: int = 200
    first_of_month: bool = False
    past: bool = False
    pseudonym: bool = False
    unit: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class NotBefore:
    """A row check: ``later`` must not come before ``earlier`` where both are known."""

    later: str
    earlier: str


@dataclass(frozen=True, slots=True)
class NotNegativeInSum:
    """A group check: ``amount`` summed within equal ``by`` must not fall below zero.

    A negative cost is a reversal; without the cost that it reverses it would be money from
    nowhere.
    """

    amount: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table: one row is one countable thing, named by ``key``.

    An ``identified`` table names people. It is stored in the identity plane, never beside others.
    """

    name: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    not_before: tuple[NotBefore, ...] = ()
    not_negative: tuple[NotNegativeInSum, ...] = ()
    identified: bool = False

    def __post_init__(self) -> None:
        """Refuse a table whose key or checks name columns that it has not."""
        names = set(self.column_names)
        used = set(self.key)
        used |= {name for check in self.not_before for name in (check.later, check.earlier)}
        used |= {name for sum_ in self.not_negative for name in (sum_.amount, *sum_.by)}
        if used - names:
            msg = f"table {self.name} has no column {', '.join(sorted(used - names))}"
            raise ValueError(msg)

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(column.name for column in self.columns)

    @property
    def pseudonyms(self) -> tuple[str, ...]:
        """The names of the columns in which pseudonyms are stored; an identified table has none."""
        if self.identified:
            return ()
        return tuple(column.name for column in self.columns if column.pseudonym)

    def may_show(self, name: str) -> bool:
        """Return whether a message may show what is written in a column."""
        return not (self.identified or self.column(name).pseudonym)

    def column(self, name: str) -> Column:
        """Return one column; raises ``KeyError``."""
        return {column.name: column for column in self.columns}[name]
