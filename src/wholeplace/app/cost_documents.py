"""Read the shipped documents by which costs are worked out that no feed carries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from wholeplace.derive import PackageRates, UnitCosts
from wholeplace.document import Frozen, read_document
from wholeplace.store.files import read_text, sha256_of_text
from wholeplace.store.shipped import shipped_file

T = TypeVar("T", bound=Frozen)

UNIT_COSTS, PACKAGE_COSTS = "unit-costs.yaml", "package-costs.yaml"


@dataclass(frozen=True, slots=True)
class CostDocuments:
    """The unit costs and rates of packages, and one hash over the texts of both."""

    lists: tuple[UnitCosts, PackageRates]
    digest: str


@cache
def cost_documents() -> CostDocuments:
    """Return the shipped unit costs and rates of packages; they do not change while we run."""
    costs, costs_text = _read(UNIT_COSTS, UnitCosts)
    rates, rates_text = _read(PACKAGE_COSTS, PackageRates)
    return CostDocuments((costs, rates), sha256_of_text(costs_text, rates_text))


def _read(name: str, model: type[T]) -> tuple[T, str]:
    path = shipped_file("codelists", name)
    text = read_text(path)
    return read_document(text, str(path), model).value, text
