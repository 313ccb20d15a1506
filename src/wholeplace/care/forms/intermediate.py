"""Forms about packages of intermediate care and what there is on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms

from wholeplace.care.fitting import Part, Slot
from wholeplace.care.forms.referral import Offering, text
from wholeplace.care.models import Referral
from wholeplace.place import IntermediateTerms, PackageTemplate

ROWS = 4
_MOST = Decimal("9999.99")


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


class PackageForm(Offering):
    """What a package is to be; its parts are fields of its own, a row for each."""

    name = forms.CharField(label="What it is called", max_length=100)
    team = forms.ChoiceField(label="Of which team")
    urgency = forms.ChoiceField(label="How soon", choices=Referral.Urgency.choices)
    earliest = _day("Not before")
    goal = text("What it is to reach", 2, required=False)

    def __init__(self, data: Any, terms: IntermediateTerms, **options: Any) -> None:  # noqa: ANN401 - what a request has
        """Offer what there is."""
        self._longest = max(int(entry.value) for entry in terms.longest_days.root)
        super().__init__(data, **options)
        offered = [
            ("", "nothing"),
            *((one.id, one.title) for one in terms.resources),
        ]
        for row in range(ROWS):
            for name, field in self._row(row + 1, offered).items():
                self.fields[f"{name}{row}"] = field

    def _row(self, at: int, offered: list[tuple[str, str]]) -> dict[str, forms.Field]:
        return {
            "resource": forms.ChoiceField(
                label=f"Part {at}: of what", choices=offered, required=False
            ),
            "amount": forms.DecimalField(
                label=f"Part {at}: how much a day", required=False, max_digits=6, decimal_places=2,
                min_value=Decimal("0.01"),
            ),
            "from": forms.IntegerField(
                label=f"Part {at}: from which day", required=False, min_value=1,
                max_value=self._longest,
            ),
            "days": forms.IntegerField(
                label=f"Part {at}: for how many days", required=False, min_value=1,
                max_value=self._longest,
            ),
        }  # fmt: skip

    def rows(self) -> list[list[forms.BoundField]]:
        """Return the fields of each part."""
        names = ("resource", "amount", "from", "days")
        return [[self[f"{name}{row}"] for name in names] for row in range(ROWS)]

    def others(self) -> list[forms.BoundField]:
        """Return the fields that are of no part."""
        return [self[name] for name in self.base_fields if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Return what was said with the parts: each said in full, and one at least."""
        said = super().clean() or {}
        for row in range(ROWS):
            if said.get(f"resource{row}"):
                for name in ("amount", "days"):
                    if said.get(f"{name}{row}") is None and f"{name}{row}" not in self.errors:
                        self.add_error(f"{name}{row}", "Write a number.")
        said["parts"] = [] if self.errors else self._parts(said)
        if not self.errors and not said["parts"]:
            raise forms.ValidationError("Write a part at least: of what, how much, how long.")
        return said

    def _parts(self, said: Mapping[str, Any]) -> list[Part]:
        return [
            Part(
                said[f"resource{row}"],
                (said.get(f"from{row}") or 1) - 1,
                said[f"days{row}"],
                said[f"amount{row}"],
            )
            for row in range(ROWS)
            if said.get(f"resource{row}")
        ]


def as_begun(template: PackageTemplate | None, today: date) -> dict[str, object]:
    """Return what the form begins with: a package of the place, or nothing but the day."""
    begun: dict[str, object] = {"earliest": today}
    if template is None:
        return begun
    begun |= {"name": template.name, "goal": template.goal}
    for row, part in enumerate(template.parts[:ROWS]):
        begun |= {
            f"resource{row}": part.resource, f"amount{row}": f"{float(part.amount):g}",
            f"from{row}": part.from_day + 1, f"days{row}": part.days,
        }  # fmt: skip
    return begun


class GiveForm(forms.Form):
    """From which day on a package is given."""

    starts = _day("From which day")


class EndForm(forms.Form):
    """When a package ended, and with what."""

    last_day = _day("Its last day")
    outcome = text("What was reached")


class WithdrawForm(forms.Form):
    """Why somebody needs a package no longer."""

    why = text("Why it is needed no longer", 2)


class CapacityForm(forms.Form):
    """What there is of each resource on the days of a fortnight."""

    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def __init__(
        self,
        data: Any,  # noqa: ANN401 - what a request has
        slots: Sequence[Slot],
        names: Mapping[str, str],
        **options: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        """Make a field for each."""
        super().__init__(data, **options)
        self.slots = tuple(slots)
        for resource, day in slots:
            self.fields[key_of(resource, day)] = forms.DecimalField(
                label=f"{names[resource]} on {day:%A} {day.day} {day:%B}", min_value=0,
                max_value=_MOST, decimal_places=2,
            )  # fmt: skip

    def amounts(self) -> dict[Slot, Decimal]:
        """Return what there is to be."""
        return {slot: self.cleaned_data[key_of(*slot)] for slot in self.slots}

    def by_day(self) -> list[tuple[date, list[tuple[str, forms.BoundField]]]]:
        """Return the fields of each day, in order, with what they are of."""
        days = sorted({day for _, day in self.slots})
        of = [(name, day, self[key_of(name, day)]) for name, day in self.slots]
        return [(day, [(name, field) for name, on, field in of if on == day]) for day in days]


def key_of(resource: str, day: date) -> str:
    """Return the name of the field of a resource on a day."""
    return f"{resource}.{day.isoformat()}"


def fortnight(first: date, resources: Iterable[str], days: int = 14) -> list[Slot]:
    """Return resources and days from one on."""
    return [(name, first + timedelta(days=at)) for at in range(days) for name in resources]


def written(amounts: Mapping[Slot, Decimal]) -> str:
    """Return what a form shows, to be held against what is there when it comes back."""
    rows = sorted((day.isoformat(), name, format(n, "f")) for (name, day), n in amounts.items())
    return ";".join("=".join(row) for row in rows)


def read_back(text_: str) -> dict[Slot, Decimal]:
    """Return what a form showed; nothing of what cannot be read."""
    found: dict[Slot, Decimal] = {}
    for row in text_.split(";"):
        try:
            day, name, amount = row.split("=")
            found[name, date.fromisoformat(day)] = Decimal(amount)
        except (ValueError, ArithmeticError):
            continue
    return found
