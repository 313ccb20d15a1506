"""Check documents without running them: a folder of them, or one by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from wholeplace.app.budget_documents import BUDGET, read_budget_of
from wholeplace.app.documents import collect, read_file, read_place
from wholeplace.app.instrument_documents import KIND as INSTRUMENTS
from wholeplace.app.instrument_documents import own_instruments, read_instruments
from wholeplace.app.load.feeds import FEEDS, Feeds
from wholeplace.app.outcomes.agreed import read_agreed
from wholeplace.app.policies import LINKING, PRIVACY
from wholeplace.app.population.caseload_documents import CASELOAD, read_caseload
from wholeplace.app.population.cohort_documents import KIND as COHORTS
from wholeplace.app.population.cohort_documents import own_cohorts, read_cohorts
from wholeplace.app.segment_documents import KIND as SEGMENTS
from wholeplace.app.segment_documents import check_rules, own_rules
from wholeplace.app.settle_contract import read_agreement
from wholeplace.app.simulate_contract import SCENARIO, find_scenario
from wholeplace.contract import Contract, Examples, read_examples
from wholeplace.document import Document
from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if
from wholeplace.place import CareTerms, Directory, IntermediateTerms
from wholeplace.plan import misfits
from wholeplace.population import LinkingRules
from wholeplace.privacy import PrivacyPolicy
from wholeplace.record import Mapping
from wholeplace.settle import check_examples
from wholeplace.settle.signing import (
    Advice,
    Draft,
    PricedYear,
    advice_before_signing,
    is_draft,
    reconciled,
)
from wholeplace.store.files import read_text
from wholeplace.store.identity import SETTINGS, WorkspaceSettings
from wholeplace.store.shipped import ROOT, shipped_names
from wholeplace.store.workspace import (
    CARE,
    CONTRACT,
    INTERMEDIATE,
    OUTCOMES,
    PLACE,
    SERVICES,
    Workspace,
)

T = TypeVar("T")
EXAMPLES = "examples.yaml"
_HOLDS = (PLACE, CONTRACT, BUDGET, OUTCOMES)
_OF_A_FOLDER = frozenset(
    {*_HOLDS, CARE, SERVICES, INTERMEDIATE, FEEDS, EXAMPLES, PRIVACY, LINKING, SETTINGS}
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was read and found right, and what is odd but not wrong."""

    documents: tuple[str, ...]
    examples: int
    warnings: tuple[Problem, ...]
    before_signing: BeforeSigning | None = None


@dataclass(frozen=True, slots=True)
class BeforeSigning:
    """What to settle before an agreement is signed, and its price against its cost by year."""

    advice: tuple[Advice, ...]
    years: tuple[PricedYear, ...]


def check(given: str, *, signing: bool = False) -> Checked:
    """Check a folder (workspace, place, contract), a mapping, cohort or rule set of segments.

    An agreement that is on its way to be signed is looked at for the known ways in which such
    agreements fail; ``signing`` asks for that of any. Every mistake of every document is
    collected; raises ``Refused`` with all of them.
    """
    path = _find(given)
    if path.name in _OF_A_FOLDER:
        path = path.parent  # an agreement is checked with its examples, a place with all it has
    if path.is_file():
        return Checked((str(path),), 0, _read_alone(path))
    problems: list[Problem] = []
    read: list[str] = []

    def there(name: str, work: Callable[[], T]) -> T | None:
        found = collect(problems, work) if (path / name).is_file() else None
        if found is not None:
            read.append(str(path / name))
        return found

    there(PLACE, lambda: read_place(Workspace(path)))
    there(FEEDS, lambda: read_file(path / FEEDS, Feeds))
    there(PRIVACY, lambda: read_file(path / PRIVACY, PrivacyPolicy))
    there(LINKING, lambda: read_file(path / LINKING, LinkingRules))
    there(SETTINGS, lambda: read_file(path / SETTINGS, WorkspaceSettings))
    there(CASELOAD, lambda: read_caseload(Workspace(path)))
    there(BUDGET, lambda: read_budget_of(path))
    there(CARE, lambda: read_file(path / CARE, CareTerms))
    there(SERVICES, lambda: read_file(path / SERVICES, Directory))
    there(INTERMEDIATE, lambda: read_file(path / INTERMEDIATE, IntermediateTerms))
    if not (path / PLACE).is_file():  # those of a place are read with it
        there(OUTCOMES, lambda: read_agreed(path))
    for name, reading in _of_its_own(Workspace(path)):
        there(name, reading)
    odd: list[Problem] = []
    for name in own_rules(Workspace(path)):
        rules = f"{SEGMENTS}/{name}.yaml"
        odd += there(rules, partial(check_rules, path / rules, Workspace(path))) or ()
    contract = there(CONTRACT, lambda: read_agreement(path / CONTRACT))
    examples = there(EXAMPLES, lambda: _examples(path / EXAMPLES)) if contract else None
    if contract and examples:
        problems += check_examples(contract, examples)
    scenario = there(SCENARIO, lambda: find_scenario(str(path / SCENARIO)))
    if contract and scenario:
        problems += misfits(contract, scenario)
    # What is wrong with a budget is found by itself and with its place.
    refuse_if(dict.fromkeys(problems))
    number = len(examples.value.root) if examples else 0
    warnings = (*odd, *(contract.warnings if contract else ()))
    is_asked = contract is not None and (signing or is_draft(contract))
    advised = _before_signing(contract, examples) if contract and is_asked else None
    return Checked(tuple(read), number, warnings, advised)


def _of_its_own(workspace: Workspace) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield the instruments and cohorts that a workspace has of its own, and how each is read."""
    for name in own_instruments(workspace):
        # One may include another: they are read together.
        yield f"{INSTRUMENTS}/{name}.yaml", partial(read_instruments, workspace)
    for name in own_cohorts(workspace):
        yield f"{COHORTS}/{name}.yaml", partial(read_cohorts, workspace, [name])


def _read_alone(path: Path) -> tuple[Problem, ...]:
    """Read a document that stands in the folder of its kind, or else a mapping; return what is odd.

    What a cohort or a rule set asks for may stand beside that folder.
    """
    folder = path.resolve().parent
    workspace = Workspace(folder.parent)
    if folder.name == SEGMENTS:
        return check_rules(path, workspace)
    if folder.name == COHORTS:
        read_cohorts(workspace, [path.stem])
    elif folder.name == INSTRUMENTS:
        read_instruments(workspace)
    else:
        read_file(path, Mapping)
    return ()


def _before_signing(contract: Contract, examples: Document[Examples] | None) -> BeforeSigning:
    draft = Draft(contract, examples)
    return BeforeSigning(advice_before_signing(draft), reconciled(draft))


def _examples(path: Path) -> Document[Examples]:
    return read_examples(read_text(path), str(path))


def _find(given: str) -> Path:
    name = given.rstrip("/")
    bare = name.rpartition("/")[2]
    tries = [
        Path(given),
        *(ROOT / kind / bare for kind in ("places", "contracts")),
        ROOT / "mappings" / f"{bare}.yaml",
    ]
    for path in tries:
        if path.is_file() or any((path / name).is_file() for name in _HOLDS):
            return path
    known = [n for kind in ("places", "contracts", "mappings") for n in shipped_names(kind)]
    what = "there is no workspace, place, contract or mapping here or shipped by that name"
    raise Refused([Problem(Where(given), what, nearest(bare, known))])
