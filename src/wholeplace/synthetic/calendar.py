"""The calendar of a place: how busy each day is for each service."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wholeplace.synthetic.columns import Flags, Floats, Ints
from wholeplace.synthetic.services import SERVICES, Service

_MID_JANUARY = 15  # day of the year of the winter's peak
_DAILY_NOISE = 0.06  # assumed: the spread of good and bad days, shared by the whole place
_YEAR = 365.25


class Calendar:
    """The first day of every financial year of the window, and the weight of each day by service.

    The weights of a service have the mean 1; ``spent`` adds them up, so that the time between two
    days, as the service knows it, is a difference.
    """

    def __init__(self, starts: Sequence[int] | Ints, rng: np.random.Generator) -> None:
        """Draw the weights; ``starts`` ends with the day after the window."""
        self.starts: Ints = np.asarray(starts, dtype=np.int64)
        self.first, self.end = int(self.starts[0]), int(self.starts[-1])
        noise = np.exp(rng.normal(0, _DAILY_NOISE, self.end - self.first))
        self.spent = [self._spent(service, noise) for service in SERVICES]

    def _spent(self, service: Service, noise: Floats) -> Floats:
        day = np.arange(self.first, self.end)
        weekday = (day + 3) % 7  # 1970-01-01 was a Thursday; Monday is 0
        in_year = (day - day.astype("datetime64[D]").astype("datetime64[Y]").astype(
            "datetime64[D]").astype(np.int64))  # fmt: skip
        season = 1 + service.winter * np.cos(2 * np.pi * (in_year - _MID_JANUARY) / _YEAR)
        weight = season * np.where(weekday < 5, 1.0, service.weekend) * noise  # noqa: PLR2004 - days
        return np.concatenate([[0.0], np.cumsum(weight / weight.mean())])

    @property
    def years(self) -> int:
        """How many financial years the window has."""
        return len(self.starts) - 1

    def year_of(self, day: Ints) -> Ints:
        """Return the number, from 0, of the financial year of each day."""
        return np.clip(np.searchsorted(self.starts, day, "right") - 1, 0, self.years - 1)

    def time(self, service: int, first: Ints, last: Ints) -> Floats:
        """Return the weighted years between two days (half open) inside the window."""
        spent = self.spent[service]
        whole: Floats = (spent[last - self.first] - spent[first - self.first]) / _YEAR
        return whole

    def days(self, service: int, first: Ints, last: Ints, lots: Floats) -> Ints:
        """Return a day of each period (half open), likelier on a busy day, from lots in [0, 1)."""
        spent = self.spent[service]
        begins, ends = spent[first - self.first], spent[last - self.first]
        day = self.first + np.searchsorted(spent, begins + lots * (ends - begins), "right") - 1
        return np.clip(day, first, last - 1)

    def inside(self, day: Ints) -> Flags:
        """Return which days lie in the window."""
        within: Flags = (day >= self.first) & (day < self.end)
        return within
