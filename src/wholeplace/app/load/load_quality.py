"""Hold the rows of one load to the rules of data quality, before the load takes effect."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
from ibis import ir

from wholeplace.app.check_quality import assess, in_force, quality_problems, read_rules
from wholeplace.kernel import Problem
from wholeplace.record import Mapping as MappingDocument
from wholeplace.store.engine import Engine
from wholeplace.store.ledger import Batch
from wholeplace.store.workspace import Workspace


def problems_of_quality(
    running: Engine,
    workspace: Workspace,
    mapping: MappingDocument,
    batch: Batch,
    tables: Mapping[str, ir.Table],
) -> list[Problem]:
    """Return a problem for each rule so widely broken that the feed is of no use.

    Only a mapping that says ``quality: refuse`` is held to them: a sender who never promised a
    column cannot fail to fill it. Rules that only warn are left to ``wholeplace quality``.
    """
    if mapping.quality != "refuse":
        return []
    documents, sets = read_rules(workspace)
    strict = tuple(rule for rule in in_force(documents) if rule.refuse_below is not None)
    asked = documents[0].model_copy(update={"rules": strict})
    batch_id = ibis.literal(batch.batch_id)
    rows = {name: table.mutate(batch_id=batch_id) for name, table in tables.items()}
    scores = assess(running, rows, [asked], sets, {batch.batch_id: batch.source})
    return list(quality_problems(scores, workspace.data))
