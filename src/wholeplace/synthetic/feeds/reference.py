"""Reference: the made-up organisations, and the small areas with their deprivation."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from wholeplace.synthetic.columns import blank, pick, same, wholes
from wholeplace.synthetic.ground import NEIGHBOURHOODS, Ground
from wholeplace.synthetic.scribe import (
    AWAY,
    COMMISSIONER,
    COMMUNITY,
    COUNCIL,
    ELSEWHERE_PRACTICE,
    LOCAL,
)

_OPENED = "2013-04-01"  # the first day of the reformed NHS


def organisation(ground: Ground) -> pa.Table:
    """Return ``organisation``; a practice's parent is its neighbourhood."""
    code, name, kind, parent = zip(*_organisations(ground), strict=True)
    everywhere = np.arange(len(code))
    return pa.table({
        "CODE": pick(code, everywhere),
        "NAME": pick(name, everywhere),
        "TYPE": pick(kind, everywhere),
        "PARENT_CODE": pick(parent, everywhere),
        "VALID_FROM": same(_OPENED, len(code)),
        "VALID_TO": blank(len(code)),
    })  # fmt: skip


def geography(ground: Ground) -> pa.Table:
    """Return ``geography``: one row per small area of 2011, with deprivation of 2019."""
    number = np.arange(ground.areas)
    wards = [f"ZW{ward}" for ward in range(1, NEIGHBOURHOODS + 1)]
    return pa.table({
        "LSOA_CODE": pick(ground.facts.lsoa, number),
        "LSOA_YEAR": same("2011", ground.areas),
        "LA_CODE": same(COUNCIL, ground.areas),
        "WARD_CODE": pick(wards, ground.neighbourhood),
        "ICB_CODE": same(COMMISSIONER, ground.areas),
        "IMD_YEAR": same("2019", ground.areas),
        "IMD_RANK": pa.array(ground.facts.imd_rank).cast(pa.string()),
        "IMD_DECILE": wholes(ground.facts.imd_decile),
    })  # fmt: skip


def _organisations(ground: Ground) -> Iterator[tuple[str, str, str, str | None]]:
    yield COMMISSIONER, "Synthetic Integrated Care Board", "commissioner", None
    yield COUNCIL, "Synthetic Borough Council", "council", None
    yield LOCAL, "Synthetic Hospitals NHS Trust", "acute", None
    yield AWAY, "Out-of-area Hospitals NHS Trust", "acute", None
    yield COMMUNITY, "Synthetic Community and Mental Health NHS Trust", "community", None
    yield "ZCARE", "Synthetic Home Care", "home_care", None
    yield ELSEWHERE_PRACTICE, "A practice of another place", "practice", None
    for number in range(1, NEIGHBOURHOODS + 1):
        yield f"ZN{number}", f"Neighbourhood {number}", "neighbourhood", None
    for number, code in enumerate(ground.practice_codes):
        yield code, f"Practice {number + 1}", "practice", f"ZN{number % NEIGHBOURHOODS + 1}"
    for number, code in enumerate(ground.care_home_codes):
        yield code, f"Care Home {number + 1}", "care_home", None
