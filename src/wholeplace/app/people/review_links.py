"""Show the pairs that a rule cannot decide, and keep what a named person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ibis

from wholeplace.kernel import Problem, Refused, Where, nearest
from wholeplace.population import Decision, contradictions, with_number
from wholeplace.store.clock import now
from wholeplace.store.engine import engine
from wholeplace.store.ledger import read_ledger
from wholeplace.store.linking import (
    REVIEW,
    SHOWN,
    append_decision,
    evidence_folder,
    read_decisions,
    read_review,
    stored_identity,
)
from wholeplace.store.lock import writing
from wholeplace.store.pseudonyms import Pseudonyms, open_pseudonyms
from wholeplace.store.workspace import Workspace

_SIDES = ("record", "person")


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs to be decided, the likeliest first, and the file with all of them."""

    rows: Sequence[Mapping[str, str]]
    file: Path

    def without_names(self, row: Mapping[str, str]) -> dict[str, object]:
        """Return a pair without anything that says who it is about: which columns agree."""
        agree = {name: row[f"record_{name}"] == row[f"person_{name}"] != "" for name in SHOWN}
        kept = ("record", "person", "probability", "why")
        return {name: row[name] for name in kept} | {"agree": agree}

    def words(self, row: Mapping[str, str], *, named: bool) -> list[str]:
        """Return a pair as lines for a screen, with names and dates where ``named``."""
        lines = [f"{row['record']}  {row['person']}  {row['probability']}  {row['why']}"]
        if named:
            for side in _SIDES:
                told = (row[f"{side}_{name}"] or "-" for name in SHOWN)
                lines.append(f"    {side:6}  {'  '.join(told)}")
        return lines


def pairs_to_review(workspace: Workspace) -> Pairs:
    """Return the pairs that the last linking left to a person; none linked yet is ``Refused``."""
    return Pairs(read_review(workspace), evidence_folder(workspace) / REVIEW)


def decide(
    workspace: Workspace, one: str, other: str, *, same: bool, by: str, reason: str
) -> Decision:
    """Keep the decision that two keys are, or are not, one person; it counts at the next linking.

    A key is named as the list of pairs names it, or in full. Raises ``Refused`` of a name that is
    not known, and of a decision that contradicts earlier ones.
    """
    pseudonyms = open_pseudonyms(workspace)
    first, second = (_key_named(workspace, name, pseudonyms) for name in (one, other))
    if first == second:
        where = Where(str(workspace.root))
        raise Refused([Problem(where, "these are the same key", "name two keys")])
    decision = Decision(first, second, same, by, reason, now().isoformat())
    # Two people who decide at once must each see what the other decided.
    with writing(workspace.root, "deciding"):
        _refuse_contradiction(workspace, decision)
        append_decision(workspace, decision)
    return decision


def _refuse_contradiction(workspace: Workspace, decision: Decision) -> None:
    if contradictions([*read_decisions(workspace), decision]):
        what = "other decisions make these two keys one person through a third"
        if decision.same:
            what = "another decision keeps apart two keys that this would make one person"
        remedy = "look at decisions.jsonl in the identity folder, and undo the other decision first"
        raise Refused([Problem(Where(str(workspace.root)), what, remedy)])


def _key_named(workspace: Workspace, name: str, pseudonyms: Pseudonyms) -> str:
    listed = {
        row[side]: row[f"{side}_key"]
        for row in read_review(workspace)
        for side in ("record", "person")
    }
    if name in listed:
        return listed[name]
    batches = read_ledger(workspace.data)
    with engine() as running:
        identity = stored_identity(running, workspace, batches)
        keys = ibis.union(
            identity.select(key="person_id"), with_number(identity).select(key="person")
        ).distinct()
        named = pseudonyms.inline(running, keys.mutate(name=keys.key), ["name"])
        found = running.rows(
            named.filter((named.key == name) | named.name.startswith(name)).limit(2)
        )
    if len(found) == 1 and name:
        return str(found[0]["key"])
    what = f"'{name[:12]}' names {'several keys' if found else 'no key'}"
    raise Refused([Problem(Where(str(workspace.root)), what, nearest(name, listed))])
