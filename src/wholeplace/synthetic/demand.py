"""Demand: who needs which service on which day."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from wholeplace.synthetic.columns import Flags, Floats, Ints
from wholeplace.synthetic.conditions import CONDITIONS, YEAR
from wholeplace.synthetic.people import People
from wholeplace.synthetic.services import AGES, PODS, SERVICES, Service

_RETURNS, _RETURN_DAYS = 0.15, 15  # assumed: share of emergency admissions, days on average
_MIND = np.array([condition.mind for condition in CONDITIONS])


class Needs(NamedTuple):
    """Positions of the person and the service (in ``SERVICES``), and the day: one by event."""

    person: Ints
    pod: Ints
    day: Ints

    def where(self, chosen: Flags) -> Needs:
        """Return the chosen ones."""
        return Needs(self.person[chosen], self.pod[chosen], self.day[chosen])


def draw_needs(people: People, starts: Ints, rng: np.random.Generator) -> Needs:
    """Return everything needed from ``starts[0]`` to the day before ``starts[-1]``.

    Each service is a Poisson process, at a rate that is fixed for a person and financial year;
    it runs on the days on which the person is here.
    """
    parts: list[Needs] = []
    for year, (begins, ends) in enumerate(pairwise(starts)):
        first = np.maximum(people.entry, begins)
        days = np.maximum(np.minimum(people.exit, ends) - first, 0)
        ill = people.onset <= first[:, None]
        dying = people.death <= ends
        for pod, service in enumerate(SERVICES):
            rate = _rate(service, people, first, ill) * service.growth**year
            rate *= np.where(dying, service.dying, 1.0)
            who = np.repeat(np.arange(len(people)), rng.poisson(rate * days / YEAR))
            after = np.floor(rng.random(len(who)) * days[who]).astype(np.int64)
            parts.append(Needs(who, np.full(len(who), pod), first[who] + after))
    parts.extend([_draw_returns(part, people, rng) for part in parts])
    return Needs(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def _draw_returns(needs: Needs, people: People, rng: np.random.Generator) -> Needs:
    """Return the emergency admissions that follow shortly on another one."""
    after = needs.day + 2 + rng.exponential(_RETURN_DAYS, len(needs.day)).astype(np.int64)
    back = (needs.pod == PODS.index("NEL")) & (rng.random(len(after)) < _RETURNS)
    chosen = back & (after < people.exit[needs.person])
    return needs._replace(day=after).where(chosen)


def _rate(service: Service, people: People, day: Ints, ill: Flags) -> Floats:
    """Return each person's events a year, given the day and who has which condition on it."""
    rate = np.interp(people.age_on(day), AGES, service.rates) / 1000
    rate *= people.frailty**service.frailty * people.deprivation ** (service.frailty / 2)
    rate *= 1 + service.ill * ill.sum(axis=1) + service.mind * ill[:, _MIND].sum(axis=1)
    return np.where(people.female | (not service.women_only), rate, 0.0)
