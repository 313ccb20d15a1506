"""The truth, kept apart from the feeds: who was on the caseload, and what was prevented."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wholeplace.synthetic.caseload import RATE_RATIO
from wholeplace.synthetic.columns import NEVER, days, keys, same
from wholeplace.synthetic.scribe import Scribe


def truth(scribe: Scribe, *, care_model: bool) -> dict[str, pa.Table]:
    """Return ``caseload`` (who was eligible, who enrolled, when) and ``prevented`` (spells).

    Without the care model both say what it would have done; ``IN_FORCE`` tells which.
    """
    caseload, people = scribe.world.caseload, scribe.world.people
    who = np.flatnonzero(caseload.eligible < NEVER)
    in_force = "yes" if care_model else "no"
    events = scribe.world.prevented.events
    return {
        "caseload": pa.table({
            "NHS_NUMBER": scribe.nhs_number(who),
            "ELIGIBLE_FROM": days(caseload.eligible[who]),
            "ENROLLED_FROM": days(caseload.enrolled[who]),
            "LEFT_ON": days(np.minimum(people.death, people.moved)[who]),
            "RATE_RATIO": same(f"{RATE_RATIO:.2f}", len(who)),
            "IN_FORCE": same(in_force, len(who)),
        }),
        "prevented": pa.table({
            "PROVSPNOPS": scribe.key(events),
            "NHS_NUMBER": scribe.nhs_number(events.person),
            "ADMIDATE": days(events.day),
            "NIGHTS": keys("", events.nights),
            "IN_FORCE": same(in_force, len(events)),
        }),
    }  # fmt: skip
