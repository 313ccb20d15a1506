"""What care cost: every cost row with its service, its day, and whether it is the place's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import ibis
from ibis import ir

from wholeplace.place import Service, first_rule
from wholeplace.record.tables.derived import ACTIVITY_KINDS as KINDS


def with_service(activity: ir.Table, services: Sequence[Service]) -> ir.Table:
    """Return activity with its ``service`` (the first that fits) and its ``day``."""
    return activity.mutate(service=_service_of(activity, services), day=activity.start_ts.date())


def _service_of(rows: ir.Table, services: Sequence[Service]) -> ir.StringValue:
    return first_rule(rows, [(service.id, service.when) for service in services])


def costed(
    cost: ir.Table,
    activity: ir.Table,
    care_package: ir.Table,
    rx_item: ir.Table,
    services: Sequence[Service],
) -> ir.Table:
    """Return each cost row with the ``service``, ``day`` and provider of what was paid for.

    ``activity`` comes from ``with_service``. A package counts in the financial year of its price,
    from its start if that is later; a prescribed item in the month in which it was processed.
    Where the thing paid for is not stored, all three are missing.
    """
    acts = activity.select(
        activity_id="activity_id",
        act_service="service",
        act_day="day",
        act_provider="provider_code",
    )
    packages = _packages(care_package, services)
    items = _items(rx_item, services)
    rows = (
        cost.left_join(acts, "activity_id")
        .left_join(packages, "package_id")
        .left_join(items, "item_id")
    )
    year_start = ibis.date(rows.price_year, ibis.literal(4), ibis.literal(1))
    later = ibis.greatest(rows.package_start, year_start.fill_null(rows.package_start))
    # The engine's greatest() passes over missing values; without a package there is no day.
    package_day = rows.package_start.notnull().ifelse(later, ibis.null("date"))
    return rows.select(
        "person_id",
        "basis",
        "currency",
        "amount",
        service=ibis.coalesce(rows.act_service, rows.package_service, rows.item_service),
        day=ibis.coalesce(rows.act_day, package_day, rows.item_day),
        provider_code=ibis.coalesce(rows.act_provider, rows.package_provider),
    )


def _packages(care_package: ir.Table, services: Sequence[Service]) -> ir.Table:
    like = _as_activity(care_package, "ASC", services)
    return like.select(
        package_id="package_id",
        package_start="start_date",
        package_provider="provider_code",
        package_service=_service_of(like, services),
    )


def _items(rx_item: ir.Table, services: Sequence[Service]) -> ir.Table:
    like = _as_activity(rx_item, "RX", services)
    return like.select(
        item_id="item_id",
        item_day="processed_month",
        item_service=_service_of(like, services),
    )


def _as_activity(rows: ir.Table, setting: str, services: Sequence[Service]) -> ir.Table:
    # Service rules ask about activity; what is not activity answers with its setting alone.
    asked = {name for service in services for name in service.when} - set(rows.columns)
    missing = {name: ibis.null(KINDS[name]) for name in sorted(asked - {"setting"})}
    return rows.mutate(setting=ibis.literal(setting), **missing)


def placed(rows: ir.Table, spells: ir.Table, segments: ir.Table) -> ir.Table:
    """Return dated rows with the ``segment`` of their person, missing outside the population.

    A row belongs to the population where its day falls in a spell of its person. ``linked`` says
    whether the person is known at all.
    """
    members = spells.select(member="person_id", starts="starts", ends="ends").inner_join(
        segments.select(member="person_id", segment="segment"), "member"
    )
    found = rows.left_join(
        members,
        [
            rows.person_id == members.member,
            rows.day >= members.starts,
            rows.day < members.ends,
        ],
    )
    return found.mutate(linked=found.person_id.notnull()).drop("member", "starts", "ends")


def within(rows: ir.Table, starts: date, ends: date) -> ir.Table:
    """Return the rows whose ``day`` lies from ``starts`` to the day before ``ends``."""
    return rows.filter(rows.day >= ibis.date(starts), rows.day < ibis.date(ends))


def counted(costs: ir.Table, services: Sequence[Service], currency: str) -> ir.Table:
    """Return each cost of these services once: on the basis by which a service's cost is taken.

    A service without a basis has no cost that counts.
    """
    # By basis: a comparison for each service is slow over millions of rows.
    by_basis: dict[str, list[str]] = {}
    for service in services:
        if service.basis is not None:
            by_basis.setdefault(service.basis, []).append(service.id)
    counts = [
        (costs.basis == basis) & costs.service.isin(names) for basis, names in by_basis.items()
    ]
    nothing = ibis.literal(False)  # noqa: FBT003 - ibis knows no keyword for it
    return costs.filter(costs.currency == currency, ibis.or_(nothing, *counts))


def spend_cells(placed_costs: ir.Table) -> ir.Table:
    """Return the sum and number of cost rows by service, segment, basis, currency and link.

    These cells add up to every cost row of the period: what is spent on the population, on people
    outside it (segment missing) and on people who could not be linked.
    """
    return (
        placed_costs.group_by("service", "segment", "basis", "currency", "linked")
        .aggregate(amount=placed_costs.amount.sum(), rows=placed_costs.count())
        .order_by("service", "segment", "basis", "currency", "linked")
    )


def activity_cells(placed_activity: ir.Table) -> ir.Table:
    """Return the number of activities by service, segment and link."""
    return (
        placed_activity.group_by("service", "segment", "linked")
        .aggregate(rows=placed_activity.count())
        .order_by("service", "segment", "linked")
    )
