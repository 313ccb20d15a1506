"""What is odd in real feeds, at declared rates, so that checks have something to find."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Oddities:
    """Shares of rows (0 to 1) that are odd in one way. Nothing here makes a load refuse a feed.

    Attributes:
        missing_number: hospital rows without an NHS number.
        untraced: hospital rows whose NHS number was not traced (status other than 01).
        resubmitted: hospital rows sent twice, the second time with a price and a later date.
        late: hospital rows sent a month or two after their own month's others.
        missing_practice: hospital rows without the practice.
        visitors: A&E and outpatient rows of people from elsewhere, on top of the place's own.
        unknown_to_council: social care clients whose NHS number the council does not hold.
        missing_month: months from the start of the window whose A&E rows one provider never sent.
    """

    missing_number: float = 0.01
    untraced: float = 0.01
    resubmitted: float = 0.005
    late: float = 0.02
    missing_practice: float = 0.01
    visitors: float = 0.02
    unknown_to_council: float = 0.15
    missing_month: tuple[int, ...] = ()
