"""The feeds, one module for each: what a source would send about a block of the place."""

from wholeplace.synthetic.feeds.admissions import admissions
from wholeplace.synthetic.feeds.attendances import attendances
from wholeplace.synthetic.feeds.community import contacts, mind_spells, referrals
from wholeplace.synthetic.feeds.costs import contract_lines, patient_costs
from wholeplace.synthetic.feeds.deaths import deaths
from wholeplace.synthetic.feeds.outpatients import outpatients
from wholeplace.synthetic.feeds.practice import appointments, problems
from wholeplace.synthetic.feeds.prescribing import prescribing
from wholeplace.synthetic.feeds.reference import geography, organisation
from wholeplace.synthetic.feeds.registration import address, care_practice, identity, person
from wholeplace.synthetic.feeds.social_care import social_care

__all__ = [
    "address",
    "admissions",
    "appointments",
    "attendances",
    "care_practice",
    "contacts",
    "contract_lines",
    "deaths",
    "geography",
    "identity",
    "mind_spells",
    "organisation",
    "outpatients",
    "patient_costs",
    "person",
    "prescribing",
    "problems",
    "referrals",
    "social_care",
]
