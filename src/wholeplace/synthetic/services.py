"""The services people use: how often, at what age, by whom, and at what price."""

from __future__ import annotations

from dataclasses import dataclass

AGES = (0, 5, 15, 20, 30, 40, 50, 65, 75, 85, 95)
"""The ages at which a service's rate is given; between them it is interpolated."""


@dataclass(frozen=True, slots=True)
class Service:
    """A point of delivery (``pod``) with its use by healthy people and what raises it.

    ``rates`` are events by 1,000 person-years at each of ``AGES``, at average frailty. Frailty is
    raised to the power ``frailty``; each long-term condition adds ``ill`` and each of the mind
    ``mind`` of the rate; the last year of life multiplies it by ``dying`` and each further year
    of the window by ``growth``. ``price`` is pounds, with a lognormal ``spread`` (0 = fixed).
    """

    pod: str
    setting: str
    source: str
    rates: tuple[float, ...]
    price: float
    frailty: float = 0.0
    ill: float = 0.0
    mind: float = 0.0
    dying: float = 1.0
    growth: float = 1.0
    spread: float = 0.0
    unit: str = "contact"
    minutes: int = 15
    women_only: bool = False

    @property
    def basis(self) -> str:
        """The basis of its cost: the tariff for hospitals, a unit cost for the others."""
        return "tariff" if self.source == "acute" else "unit_ref"


# Rates are assumed: their shape follows the known rise of hospital use with age; their level was
# set so that the whole place has, by 1,000 people a year, about 105 emergency and 110 planned
# spells, 420 A&E and 1,350 outpatient attendances, 4,000 GP, 900 community and 350 mental health
# contacts. Emergency admissions rise by 2% a year.
# Prices are assumed: round amounts of the order of reference costs in 2018/19, the same each year.
SERVICES = (
    Service("NEL", "APC", "acute", (83, 26, 30, 34, 35, 34, 35, 54, 91, 164, 225), 3000.0,
            frailty=1.3, ill=0.3, dying=6.0, growth=1.02, spread=0.45, unit="spell"),
    Service("EL", "APC", "acute", (11, 11, 14, 17, 20, 24, 31, 38, 41, 27, 14), 3000.0,
            frailty=0.4, ill=0.25, spread=0.45, unit="spell"),
    Service("DC", "APC", "acute", (20, 24, 25, 37, 59, 75, 109, 150, 175, 125, 59), 750.0,
            frailty=0.4, ill=0.25, spread=0.4, unit="spell"),
    Service("MAT", "APC", "acute", (0, 0, 0, 39, 108, 44, 0, 0, 0, 0, 0), 2000.0,
            spread=0.3, unit="spell", women_only=True),
    Service("ED", "ED", "acute", (670, 322, 350, 420, 364, 294, 266, 251, 308, 462, 590), 150.0,
            frailty=0.8, ill=0.15, dying=2.0, spread=0.4, unit="attendance", minutes=180),
    Service("OPFA", "OP", "acute", (387, 264, 317, 352, 458, 458, 493, 560, 580, 493, 317), 150.0,
            frailty=0.4, ill=0.2, spread=0.2, unit="attendance", minutes=30),
    Service("OPFUP", "OP", "acute",
            (670, 480, 530, 610, 860, 860, 960, 1190, 1310, 1080, 610), 105.0,
            frailty=0.5, ill=0.3, spread=0.2, unit="attendance", minutes=20),
    Service("GP", "GP", "gp", (5800, 2940, 2780, 3600, 4100, 4000, 4100, 4700, 5300, 5700, 5700),
            38.0, frailty=0.4, ill=0.2, dying=1.5, minutes=10),
    Service("COMM", "COMM", "community",
            (940, 235, 126, 94, 126, 141, 235, 550, 1720, 4400, 7800), 65.0,
            frailty=0.9, ill=0.3, dying=3.0, minutes=40),
    Service("MH", "MHCC", "mental_health", (38, 155, 387, 290, 251, 232, 213, 155, 174, 251, 232),
            160.0, frailty=0.3, mind=6.0, minutes=50),
)  # fmt: skip

PODS = tuple(service.pod for service in SERVICES)
STAYS = tuple(index for index, service in enumerate(SERVICES) if service.setting == "APC")

SHORT_STAY_PRICE = 800.0  # pounds, assumed: an emergency stay of at most one day
LONG_STAY_DAYS, EXTRA_DAY_PRICE = 25, 260.0  # assumed: each day beyond is paid apart
