"""The services people use: how often, at what age, by whom, and when."""

from __future__ import annotations

from dataclasses import dataclass

AGES = (0, 5, 15, 20, 30, 40, 50, 65, 75, 85, 95)
"""The ages at which a service's rate is given; between them it is interpolated."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service (``pod``) with its use by healthy people and what raises it.

    ``rates`` are events by 1,000 person-years at each of ``AGES``, at average ill health, times
    ``level``. Health (a latent factor of illness) is raised to the power ``health``, the habit of
    using emergency care (another, independent of it) to ``habit``; each long-term condition adds
    ``ill`` and each of the mind ``mind`` of the rate; the last year of life multiplies it by
    ``dying`` and each further year of the window by ``growth``. ``winter`` is the rise from the
    yearly mean to mid-January; ``weekend`` the level of a Saturday or Sunday against a weekday.
    """

    pod: str
    rates: tuple[float, ...]
    level: float = 1.0
    health: float = 0.0
    habit: float = 0.0
    ill: float = 0.0
    mind: float = 0.0
    dying: float = 1.0
    growth: float = 1.0
    winter: float = 0.0
    weekend: float = 0.05
    minutes: int = 15
    women_only: bool = False


# Rates are assumed: their shape follows the known rise of use with age. Their levels are set so
# that the place meets the figures of the calibration (see docs/explanation/synthetic-place.md).
# COMM and MH are referrals, each of which leads to several contacts.
SERVICES = (
    Service("NEL", (83, 26, 30, 34, 35, 34, 35, 54, 91, 164, 225), level=1.44,
            health=0.45, habit=0.5, ill=0.42, dying=3.0, growth=1.01, winter=0.06, weekend=0.82),
    Service("EL", (11, 11, 14, 17, 20, 24, 31, 38, 41, 27, 14), level=0.57,
            health=0.4, ill=0.8),
    Service("DC", (20, 24, 25, 37, 59, 75, 109, 150, 175, 125, 59), level=0.95,
            health=0.4, ill=0.8),
    Service("MAT", (0, 0, 0, 39, 108, 44, 0, 0, 0, 0, 0), level=1.08, weekend=0.9, women_only=True),
    Service("ED", (670, 322, 350, 420, 364, 294, 266, 251, 308, 462, 590), level=1.05,
            health=0.4, habit=0.9, ill=0.1, dying=2.0, growth=1.01, winter=0.01, weekend=1.02,
            minutes=200),
    Service("OPFA", (387, 264, 317, 352, 458, 458, 493, 560, 580, 493, 317), level=1.11,
            health=0.4, ill=0.7, minutes=30),
    Service("OPFUP", (670, 480, 530, 610, 860, 860, 960, 1190, 1310, 1080, 610), level=0.97,
            health=0.5, ill=1.0, minutes=20),
    Service("GP", (5800, 2940, 2780, 3600, 4100, 4000, 4100, 4700, 5300, 5700, 5700), level=1.06,
            health=0.4, ill=0.7, dying=1.5, winter=0.04, minutes=10),
    Service("COMM", (156, 39, 21, 16, 21, 23, 39, 92, 286, 733, 1300), level=0.8,
            health=0.8, ill=0.8, dying=3.0, weekend=0.35, minutes=40),
    Service("MH", (6, 26, 64, 48, 42, 39, 36, 26, 29, 42, 39), level=1.83,
            health=0.3, mind=6.0, weekend=0.15, minutes=50),
    Service("MHIP", (0, 0.05, 0.6, 1.5, 1.6, 1.5, 1.4, 1.2, 1.6, 2.0, 1.5), level=2.35,
            mind=5.0, weekend=0.5),
)  # fmt: skip

PODS = tuple(service.pod for service in SERVICES)

STAYS = tuple(PODS.index(pod) for pod in ("NEL", "EL", "DC", "MAT"))
"""The services that put a person in a hospital bed, or on a day-case trolley."""


def number_of(pod: str) -> int:
    """Return the position of a service in ``SERVICES``."""
    return PODS.index(pod)
