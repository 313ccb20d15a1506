"""Judge the stored records by the rules of data quality, and compare with the judgement before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ibis import ir

from wholeplace.app.documents import read_file
from wholeplace.app.progress import Progress, unseen
from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if
from wholeplace.record.quality import (
    Assessment,
    CodeSet,
    CodeSets,
    QualityRule,
    QualityRules,
    Score,
    Verdict,
    answerable,
    assessment_to_dict,
    cells,
    read_cells,
    scores,
    shares_of,
)
from wholeplace.record.tables.all_tables import table_named, table_names
from wholeplace.store.assessments import assessment_file, read_earlier, write_assessment
from wholeplace.store.batches import stored_table, stored_tables
from wholeplace.store.engine import Engine, engine
from wholeplace.store.identity import has_keys, identified_data
from wholeplace.store.ledger import read_ledger
from wholeplace.store.shipped import shipped_file
from wholeplace.store.workspace import Workspace

STANDARD, CODES = "standard", "nhs-codes"
IDENTITY = "identity"


def check_quality(
    workspace: Workspace, feed: str | None = None, *, progress: Progress = unseen
) -> Assessment:
    """Return what the rules find in the stored records, of one feed or of all.

    An assessment of all feeds is kept, so that the next one can say what has changed. Raises
    ``Refused`` where nothing is loaded, there is no such feed, or a rule document is wrong.
    """
    rules, sets = read_rules(workspace)
    batches = read_ledger(workspace.data)
    feeds = {batch.batch_id: batch.source for batch in batches}
    _refuse_unknown(workspace, feed, sorted(set(feeds.values())))
    with engine() as running:
        tables = stored_tables(running, workspace.data, batches)
        if has_keys(workspace):
            identity = table_named(IDENTITY)
            tables[IDENTITY] = stored_table(running, identified_data(workspace), batches, identity)
        else:
            progress("the identity folder is not at hand: who people are is not judged")
        found = assess(running, tables, rules, sets, feeds, progress)
    kept = assessment_file(workspace.data, batches[-1])
    names = " and ".join(f"{document.quality} {document.version}" for document in rules)
    assessment = Assessment(names, tuple(found), shares_of(read_earlier(kept)))
    write_assessment(kept, assessment_to_dict(assessment))
    if feed is None:
        return assessment
    of_feed = tuple(score for score in found if score.feed == feed)
    return Assessment(names, of_feed, assessment.before)


def _refuse_unknown(workspace: Workspace, feed: str | None, known: Sequence[str]) -> None:
    where = Where(str(workspace.data))
    if not known:
        remedy = f"load some first: wholeplace load {workspace.root} --from MAPPING PATH"
        raise Refused([Problem(where, "no records are loaded", remedy)])
    if feed is not None and feed not in known:
        raise Refused([Problem(where, f"there is no feed '{feed}'", nearest(feed, known))])


def read_rules(workspace: Workspace) -> tuple[list[QualityRules], Mapping[str, CodeSet]]:
    """Return the shipped rules and those of the workspace (``quality/*.yaml``), and the codes.

    A rule of the workspace with the id of a shipped one takes its place. Raises ``Refused``.
    """
    own = sorted((workspace.root / "quality").glob("*.yaml"))
    paths = [*own, shipped_file("quality", f"{STANDARD}.yaml")]
    documents = [read_file(path, QualityRules) for path in paths]
    sets = read_file(shipped_file("codelists", f"{CODES}.yaml"), CodeSets).value.sets
    refuse_if(
        document.problem(
            ("rules", i, "codes", j), f"unknown set of codes '{name}'", nearest(name, sets)
        )
        for document in documents
        for i, rule in enumerate(document.value.rules)
        for j, name in enumerate(rule.codes or ())
        if name not in sets
    )
    return [document.value for document in documents], sets


def in_force(documents: Sequence[QualityRules]) -> list[QualityRule]:
    """Return the rules of several documents, each id once: an earlier document goes first."""
    rules: dict[str, QualityRule] = {}
    for document in documents:
        for rule in document.rules:
            rules.setdefault(rule.id, rule)
    return list(rules.values())


def assess(
    running: Engine,
    tables: Mapping[str, ir.Table],
    documents: Sequence[QualityRules],
    sets: Mapping[str, CodeSet],
    feeds: Mapping[str, str],
    progress: Progress = unseen,
) -> list[Score]:
    """Return the scores of all tables, each counted in one pass.

    ``tables`` are canonical, with ``batch_id``; ``feeds`` names the feed of each batch. What
    loading calls on the rows of one feed, and ``check_quality`` on all that are stored.
    """
    found: list[Score] = []
    rules = in_force(documents)
    for name in table_names():
        mine = answerable([rule for rule in rules if rule.table == name], tables)
        if mine and name in tables:
            progress(f"judging {name}")
            counted = running.rows(cells(name, mine, tables, sets))
            found += scores(read_cells(counted, mine), mine, feeds)
    return found


def quality_problems(scores: Sequence[Score], path: Path) -> Iterator[Problem]:
    """Yield a problem for each score that is too low for the feed to be used."""
    for score in scores:
        if score.verdict is Verdict.REFUSE and score.rule.refuse_below is not None:
            least = float(score.rule.refuse_below)
            what = (
                f"{score.rule.title}: true of {float(score.share):.1%} of rows, which is below"
                f" {least:.1%}. {score.rule.why}"
            )
            where = Where(str(path), path=f"{score.rule.table}, rule {score.rule.id}")
            yield Problem(where, what, score.rule.do, score.failed)
