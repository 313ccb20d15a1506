"""The scenario as it is written: how the figures of an agreement may turn out, year by year."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, model_validator
from pydantic import WithJsonSchema as Schema

from wholeplace.contract.model import ScalarTerm
from wholeplace.contract.scalar import Scalar, read_scalar
from wholeplace.document import Cited, Frozen, Number, Share, Wrong
from wholeplace.kernel import read_financial_year


def _listed(written: object) -> object:
    return written if isinstance(written, list | tuple) else [written]


def _word_or_scalar(written: object) -> Scalar | str:
    try:
        return read_scalar(written)
    except Wrong:
        if isinstance(written, str) and written.strip():
            return written
        raise


def _year(written: str) -> str:
    try:
        return str(read_financial_year(written)) if "/" in written else written.strip()
    except ValueError as error:
        raise Wrong(str(error), "write a contract year like 2019/20, or 2019") from None


_ONE = {"type": ["string", "number", "boolean"]}
_ONE_OR_LIST = Schema({"anyOf": [_ONE, {"type": "array", "items": _ONE}]})
Word = Annotated[Scalar | str, PlainValidator(_word_or_scalar), Schema(_ONE)]
# One value for every year, or a list with one for each; nothing at all is an empty list.
PerYear: TypeAlias = Annotated[tuple[ScalarTerm, ...], BeforeValidator(_listed), _ONE_OR_LIST]
WordPerYear: TypeAlias = Annotated[tuple[Word, ...], BeforeValidator(_listed), _ONE_OR_LIST]


class Normal(Frozen):
    """The bell curve."""

    mean: PerYear
    sd: PerYear


class LogNormal(Frozen):
    """Above zero, with a long upper tail: the mean and sd of the amount, or its median and 95%."""

    mean: PerYear = ()
    sd: PerYear = ()
    median: PerYear = ()
    p95: PerYear = ()

    @model_validator(mode="after")
    def _in_one_way(self) -> Self:
        forms = ({"mean", "sd"}, {"median", "p95"})
        given = {name for name in ("mean", "sd", "median", "p95") if getattr(self, name)}
        if given not in forms:
            found = " and ".join(sorted(given)) or "nothing"
            raise Wrong(
                f"a lognormal is not said by {found}", "give mean and sd, or median and p95"
            )
        return self


class Poisson(Frozen):
    """A number of independent events; with ``each``, the money they cost."""

    mean: PerYear
    each: PerYear = ()


class NegativeBinomial(Frozen):
    """A number of events that varies more than ``Poisson``: by mean + mean² x dispersion."""

    mean: PerYear
    dispersion: PerYear
    each: PerYear = ()


class Uniform(Frozen):
    """Anything between two ends, all equally likely."""

    least: PerYear
    most: PerYear


class Triangular(Frozen):
    """Between two ends, likeliest at a point between."""

    least: PerYear
    likely: PerYear
    most: PerYear


class Bootstrap(Frozen):
    """One of what was seen before, all equally likely: a list, or a column of a shared history."""

    history: tuple[ScalarTerm, ...] = ()
    rows: str = ""
    column: str = ""

    @model_validator(mode="after")
    def _from_one_history(self) -> Self:
        if bool(self.history) == bool(self.rows):
            what = "a bootstrap needs a history of its own or the rows of a shared one, not both"
            raise Wrong(what, "give history: [...], or rows: and column:")
        if self.rows and not self.column:
            raise Wrong("'rows' needs 'column'", "name the column of the history")
        return self


Distribution: TypeAlias = (
    Normal | LogNormal | Poisson | NegativeBinomial | Uniform | Triangular | Bootstrap
)


class FigureDrawn(Frozen):
    """How one figure may turn out: exactly one way of drawing it, and who says so."""

    WAYS: ClassVar = (
        "fixed", "normal", "lognormal", "poisson", "negative_binomial", "uniform", "triangular",
        "bootstrap", "choice", "chance",
    )  # fmt: skip

    fixed: WordPerYear = ()
    normal: Normal | None = None
    lognormal: LogNormal | None = None
    poisson: Poisson | None = None
    negative_binomial: NegativeBinomial | None = None
    uniform: Uniform | None = None
    triangular: Triangular | None = None
    bootstrap: Bootstrap | None = None
    choice: dict[str, Share] = Field(default_factory=dict)
    chance: Share | None = None
    grows: Share | None = None
    persistence: Number | None = None
    at_least: ScalarTerm | None = None
    at_most: ScalarTerm | None = None
    source: Cited

    @model_validator(mode="after")
    def _in_one_way(self) -> Self:
        given = self.given
        if len(given) != 1:
            found = " and ".join(given) or "nothing"
            remedy = f"keep one of: {', '.join(self.WAYS)}"
            raise Wrong(f"a figure is drawn in one way, not by {found}", remedy)
        return self

    @property
    def given(self) -> list[str]:
        """The ways of drawing that are written; a figure that has been read has one."""
        return [name for name in self.WAYS if getattr(self, name) not in ((), {}, None)]

    @property
    def way(self) -> str:
        """The word for how the figure is drawn: ``normal``, ``choice`` ..."""
        return self.given[0]

    @property
    def distribution(self) -> Distribution | None:
        """The distribution of a number; ``None`` where it is fixed, a choice or a yes/no."""
        found = getattr(self, self.way)
        return found if isinstance(found, Distribution) else None


class History(Frozen):
    """What was seen in some years: rows that are drawn whole, so that columns stay together."""

    rows: tuple[dict[str, ScalarTerm], ...]
    source: Cited


class Correlation(Frozen):
    """How two figures move together in a year: the correlation of their normal scores."""

    between: tuple[str, ...]
    value: Number
    source: Cited


class Scenario(Frozen):
    """Everything the figures of an agreement may do in some contract years."""

    scenario: str
    about: str = ""
    years: tuple[Annotated[str, AfterValidator(_year)], ...]
    figures: dict[str, FigureDrawn]
    histories: dict[str, History] = Field(default_factory=dict)
    correlation: tuple[Correlation, ...] = ()
