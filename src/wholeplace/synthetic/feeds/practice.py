"""General practice: appointments, and the problems on its records."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wholeplace.synthetic.columns import NEVER, days, pick, same, times, wholes
from wholeplace.synthetic.diagnoses import CODES, problem_code
from wholeplace.synthetic.scribe import Scribe, minutes_in

_STATUS, _STATUS_SHARES = ("Attended", "DNA", "Cancelled"), (0.915, 0.045, 0.04)
_WHO, _WHO_SHARES = ("GP", "Other Practice staff", "Unknown"), (0.46, 0.52, 0.02)
_MODES = ("Face-to-Face", "Telephone", "Video/Online", "Home Visit")
_MODE_SHARES = (0.66, 0.27, 0.06, 0.01)


def appointments(scribe: Scribe, rng: np.random.Generator) -> pa.Table:
    """Return ``gp``: one row for each appointment. The shares of each kind are assumed."""
    events = scribe.world.visits_of("GP")
    size, people = len(events), scribe.world.people
    codes = scribe.world.ground.practice_codes
    return pa.table({
        "APPOINTMENT_ID": scribe.key(events),
        "NHS_NUMBER": scribe.nhs_number(events.person),
        "PRACTICE_CODE": pick(codes, people.practice_on(events.person, events.day)),
        "START_DATE": days(events.day),
        "START_TIME": times(events.start),
        "DURATION_MINUTES": wholes(minutes_in(events)),
        "STATUS": pick(_STATUS, rng.choice(3, size, p=_STATUS_SHARES)),
        "HCP_TYPE": pick(_WHO, rng.choice(3, size, p=_WHO_SHARES)),
        "MODE": pick(_MODES, rng.choice(4, size, p=_MODE_SHARES)),
    })  # fmt: skip


def problems(scribe: Scribe) -> pa.Table:
    """Return ``gp_problem``: the long-term conditions that began before their person left."""
    people = scribe.world.people
    who, condition = np.nonzero(people.onset < people.exit[:, None])
    onset = people.onset[who, condition]
    ended = people.ended[who, condition]
    ended = np.where(ended < np.minimum(people.exit[who], NEVER), ended, NEVER)
    day = np.maximum(onset, people.entry[who])
    codes = scribe.world.ground.practice_codes
    return pa.table({
        "NHS_NUMBER": scribe.nhs_number(who),
        "PRACTICE_CODE": pick(codes, people.practice_on(who, day)),
        "CODE_SYSTEM": same("ICD10", len(who)),
        "CODE": pick(CODES, problem_code(who, condition)),
        "ONSET_DATE": days(onset),
        "END_DATE": days(ended),
    })  # fmt: skip
