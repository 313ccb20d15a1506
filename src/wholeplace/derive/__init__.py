"""What is derived from the records once: spells, points of delivery, emergencies, bed-days."""

from wholeplace.derive.activity import derived_activity, with_spells
from wholeplace.derive.attended import attended
from wholeplace.derive.bed_days import bed_days, bed_days_within
from wholeplace.derive.derived_costs import with_derived_costs
from wholeplace.derive.ed_to_spell import ed_to_spell
from wholeplace.derive.emergency import is_emergency
from wholeplace.derive.out_of_area import of_people_on_no_list, out_of_area
from wholeplace.derive.package_rates import PackageRates
from wholeplace.derive.packages import package_costs, without_cost
from wholeplace.derive.parameters import Derivations, PointOfDelivery
from wholeplace.derive.pod import point_of_delivery
from wholeplace.derive.repoint import repointed, repointed_codes
from wholeplace.derive.spells import episodes, spells
from wholeplace.derive.unit_cost_list import UnitCosts
from wholeplace.derive.unit_costs import unit_costs

__all__ = [
    "Derivations",
    "PackageRates",
    "PointOfDelivery",
    "UnitCosts",
    "attended",
    "bed_days",
    "bed_days_within",
    "derived_activity",
    "ed_to_spell",
    "episodes",
    "is_emergency",
    "of_people_on_no_list",
    "out_of_area",
    "package_costs",
    "point_of_delivery",
    "repointed",
    "repointed_codes",
    "spells",
    "unit_costs",
    "with_derived_costs",
    "with_spells",
    "without_cost",
]
