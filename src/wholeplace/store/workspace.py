"""A workspace: a place folder with its data and results."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from wholeplace.kernel import FinancialYear, Problem, Refused, Where
from wholeplace.store.files import recovered
from wholeplace.store.shipped import shipped_file

PLACE, CONTRACT, OUTCOMES = "place.yaml", "contract.yaml", "outcomes.yaml"
CARE = "care.yaml"
SERVICES, INTERMEDIATE = "services.yaml", "intermediate.yaml"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The paths of one workspace."""

    root: Path

    @property
    def data(self) -> Path:
        """The folder of the canonical tables and their ledger."""
        return self.root / "data"

    def document(self, name: str) -> Path:
        """Return the path of a document of the place."""
        return self.root / name

    def own_or_shipped(self, kind: str, name: str) -> Path:
        """Return where a file of a kind is: a site's own goes before the shipped one."""
        own = self.root / kind / name
        return own if own.is_file() else shipped_file(kind, name)

    def results(self, year: FinancialYear) -> Path:
        """Return the results folder of a year, put right if a crash left it halfway."""
        return recovered(self.root / "results" / year.slug)

    def years_with_results(self) -> list[str]:
        """Return the names of the years that have been run, earliest first."""
        folder = self.root / "results"
        if not folder.is_dir():
            return []
        # A crash may have left a year as ``.2019-20.earlier``; opening it puts it right.
        return sorted({entry.name.strip(".").partition(".")[0] for entry in folder.iterdir()})


def open_workspace(root: Path) -> Workspace:
    """Return the workspace in a folder; raises ``Refused`` where there is none."""
    if not (root / PLACE).is_file():
        remedy = f"make one with: wholeplace init {root} --place NAME"
        raise Refused(
            [Problem(Where(str(root)), f"no workspace here ({PLACE} is missing)", remedy)]
        )
    return Workspace(root)


def make_workspace(root: Path, place: Path) -> Workspace:
    """Copy a place folder into a new workspace; raises ``Refused`` where the folder is in use."""
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        remedy = "name a new or empty folder; nothing was changed"
        raise Refused([Problem(Where(str(root)), "this is not an empty folder", remedy)])
    part = root.with_name(f".{root.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(place, part)
    if root.exists():
        root.rmdir()
    part.rename(root)
    return Workspace(root)
