"""Link people: by number first, then by likeness; where that is unsure, a named person decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis import ir

from wholeplace.app.policies import linking_rules
from wholeplace.app.progress import Progress, unseen
from wholeplace.kernel import Problem, Refused, Where
from wholeplace.population import (
    Decision,
    Judged,
    Link,
    LinkingRules,
    Verdict,
    comparable,
    in_force,
    judged,
    same_local_number,
    same_number,
    source_of,
    with_decisions,
    with_number,
)
from wholeplace.store.engine import Engine, engine
from wholeplace.store.ledger import Batch, read_ledger
from wholeplace.store.linking import (
    read_decisions,
    review_rows,
    store_links,
    stored_identity,
    write_evidence,
)
from wholeplace.store.lock import writing
from wholeplace.store.pseudonyms import open_pseudonyms
from wholeplace.store.workspace import Workspace

SAME_NUMBER, SAME_LOCAL, LIKENESS = "same NHS number", "same local number", "likeness"


@dataclass(frozen=True, slots=True)
class Linked:
    """What a linking did, in numbers only: links by rule, pairs to review, groups in doubt."""

    batch: Batch
    identities: int
    links: Mapping[str, int]
    review: int
    in_doubt: int

    def as_dict(self) -> dict[str, object]:
        """Return it for ``--json``."""
        return {
            "batch": self.batch.batch_id,
            "identities": self.identities,
            "links": dict(self.links),
            "pairs_to_review": self.review,
            "groups_in_doubt": self.in_doubt,
        }


def link_people(workspace: Workspace, *, progress: Progress = unseen) -> Linked:
    """Link every key with an identity to one person, and put the links among the records.

    The links of the last linking are replaced as a whole; the same identities, rules and
    decisions give the same bytes. Raises ``Refused`` where no identities are loaded.
    """
    with writing(workspace.root, "linking people", waiting=progress):
        return _link_people(workspace, progress)


def _link_people(workspace: Workspace, progress: Progress) -> Linked:
    rules, decisions = linking_rules(workspace), read_decisions(workspace)
    pseudonyms, batches = open_pseudonyms(workspace), read_ledger(workspace.data)
    with engine() as running:
        identity = running.keep("identities", stored_identity(running, workspace, batches))
        number = running.count(identity.select("person_id").distinct())
        if not number:
            _refuse_nobody(workspace)
        progress("linking by number")
        sure = _sure_links(running, identity)
        progress("comparing those without a number")
        found, model = _by_likeness(running, identity, sure, decisions, rules)
        links, doubtful = with_decisions([*sure, *_links(found)], decisions)
        pairs = [one for one in found if one.verdict is Verdict.REVIEW]
        shown = _identities(running, identity, pairs)
    progress("storing the links")
    write_evidence(workspace, links, model, review_rows(pairs, shown, pseudonyms))
    batch = store_links(workspace, links, pseudonyms)
    by_rule = dict(sorted(Counter(link.rule for link in links).items()))
    return Linked(batch, number, by_rule, len(pairs), len(doubtful))


def _refuse_nobody(workspace: Workspace) -> None:
    what = "no identities are loaded, so there is nobody to link"
    remedy = "load a feed whose mapping fills the table 'identity' (names, dates of birth, numbers)"
    raise Refused([Problem(Where(str(workspace.data)), what, remedy)])


def _sure_links(running: Engine, identity: ir.Table) -> list[Link]:
    numbered = running.keep("numbered", with_number(identity))
    found = {}
    for rule, rows in ((SAME_LOCAL, same_local_number), (SAME_NUMBER, same_number)):
        for row in running.rows(rows(numbered)):
            found[str(row["key"])] = Link(str(row["key"]), str(row["person"]), rule)
    return sorted(found.values())


def _by_likeness(
    running: Engine,
    identity: ir.Table,
    sure: Sequence[Link],
    decisions: Sequence[Decision],
    rules: LinkingRules,
) -> tuple[list[Judged], object]:
    # Splink takes half a second to import; reading a ledger should not wait for it.
    from wholeplace.store.likely_pairs import likely_pairs  # noqa: PLC0415

    numbered = with_number(identity)
    linked = ibis.memtable(pa.table({"person_id": [link.key for link in sure] or [""]}))
    known = numbered.mutate(person_id=numbered.person)
    unknown = identity.anti_join(numbered, "person_id").anti_join(linked, "person_id")
    sides = [comparable(rows, rules.short_forms) for rows in (known, unknown)]
    pairs, learnt = likely_pairs(running, sides[0], sides[1], rules)
    decided = in_force(decisions)
    open_pairs = [pair for pair in pairs if frozenset((pair.key, pair.person)) not in decided]
    taken = frozenset((source_of(link.key), link.person) for link in sure)
    model = {name: {k: v.model_dump() for k, v in each.items()} for name, each in learnt.items()}
    return judged(open_pairs, rules, taken), model


def _links(found: Sequence[Judged]) -> list[Link]:
    return [
        Link(one.pair.key, one.pair.person, LIKENESS, one.pair.probability)
        for one in found
        if one.verdict is Verdict.LINK
    ]


def _identities(
    running: Engine, identity: ir.Table, pairs: Sequence[Judged]
) -> dict[str, dict[str, object]]:
    keys = {key for one in pairs for key in (one.pair.key, one.pair.person)}
    wanted = ibis.memtable(pa.table({"wanted": sorted(keys) or [""]}))
    numbered = with_number(identity)
    rows = ibis.union(
        identity.mutate(person=identity.person_id), numbered.select(*identity.columns, "person")
    )
    rows = rows.semi_join(wanted, rows.person == wanted.wanted).order_by(["person", "person_id"])
    return {str(row["person"]): row for row in reversed(running.rows(rows))}
