"""Rule sets beside one another: what each explains of the cost of the same people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from wholeplace.app.documents import collect, read_place
from wholeplace.app.policies import privacy_policy
from wholeplace.app.population.segment_costs import (
    Explained,
    explained,
    register_in_segments,
    spent_by_person,
    warnings_of_costs,
    warnings_of_rules,
    with_rules,
)
from wholeplace.app.population.segment_people import period_of
from wholeplace.app.progress import Progress, unseen
from wholeplace.app.records import open_records
from wholeplace.app.segment_documents import (
    ReadRules,
    find_rules,
    read_rules,
    rule_names,
)
from wholeplace.kernel import Problem, refuse_if
from wholeplace.population.variance_limits import Estimate, difference
from wholeplace.report.segment_comparison import ComparedRules, Comparison
from wholeplace.store.engine import engine
from wholeplace.store.lock import writing
from wholeplace.store.workspace import Workspace


def compare_rules(
    workspace: Workspace,
    names: Sequence[str] = (),
    on: date | None = None,
    *,
    costs_after: bool = False,
    progress: Progress = unseen,
) -> Comparison:
    """Put the people of one day in the segments of several rule sets; compare what they explain.

    Without ``names``, all rule sets there are: the shipped ones and the workspace's own. The one
    that explains most is first, and each other is held against it. ``on`` and ``costs_after`` are
    as for ``segment_people``. Raises ``Refused`` with the mistakes of all of the rule sets.
    """
    read = _read(workspace, names)
    documents = read_place(workspace)
    on = on or documents.place.first_year.start
    period = period_of(on, costs_after=costs_after)
    # The records are coded once, for the scores of all the rule sets.
    scores = {score.score.score: score for one in read for score in one.scores}
    coded = replace(documents, rule_scores=tuple(scores.values()))
    with writing(workspace.root, "segments", waiting=progress), engine() as running:
        progress("linking the records to people")
        records = open_records(running, workspace, coded).records
        found, spent = [], None
        for one in read:
            progress(f"putting people in segments by {one.rules.segments}")
            theirs = with_rules(documents, one)
            register = register_in_segments(running, workspace, records, theirs, on)
            if spent is None:
                spent = spent_by_person(running, records, documents, register, period)
            found.append((one, explained(running, one.rules, register, spent)))
    found.sort(key=lambda pair: (-_share(pair[1]), pair[0].rules.segments))
    return Comparison(
        on,
        *period,
        documents.place.currency,
        tuple(_compared(one, those, found[0][1]) for one, those in found),
        privacy_policy(workspace).small_numbers,
        tuple(_warnings(found, on)),
    )


def _read(workspace: Workspace, names: Sequence[str]) -> list[ReadRules]:
    problems: list[Problem] = []
    work = (
        partial(_one, workspace, name) for name in dict.fromkeys(names or rule_names(workspace))
    )
    read = [collect(problems, each) for each in work]
    refuse_if(problems)
    return [one for one in read if one is not None]


def _one(workspace: Workspace, name: str) -> ReadRules:
    return read_rules(find_rules(name, workspace), workspace)


def _share(found: Explained) -> float:
    return -1.0 if found.share is None else float(found.share)


def _compared(read: ReadRules, found: Explained, best: Explained) -> ComparedRules:
    less: Estimate | None = None
    if found is not best and found.share is not None and best.share is not None:
        shares = float(best.share), float(found.share)
        less = difference(shares[0], best.left_out, shares[1], found.left_out)
    return ComparedRules(read.rules, found.rows, found.estimate(), less)


def _warnings(found: Sequence[tuple[ReadRules, Explained]], on: date) -> Iterator[str]:
    for one, those in found:
        for warning in warnings_of_rules(one.rules, those.rows, on):
            yield f"{one.rules.segments}: {warning}"
    yield from warnings_of_costs(found[0][1].rows)
