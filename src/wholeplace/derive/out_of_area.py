"""Care by providers that are none of the place's, and care of people on none of its lists."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis import ir

from wholeplace.derive.in_force import is_among
from wholeplace.derive.parameters import Derivations


def out_of_area(
    activity: ir.Table, own_providers: Sequence[str], rules: Derivations
) -> ir.BooleanValue:
    """Return whether the provider is none of the place's; missing where nobody can say.

    ``own_providers`` are the organisation codes of the partners. The code of a site begins with
    that of its provider, so a longer code belongs to the provider that it begins with. Nobody can
    say where the place names no codes, the row no provider, or the setting is not one in which
    people go to a provider of their choice.
    """
    if not own_providers:
        return ibis.null("boolean")
    code = activity.provider_code
    own = ibis.or_(*(code.startswith(provider) for provider in own_providers))
    asked = is_among(activity.setting, activity.start_ts.date(), rules.out_of_area_in)
    return asked.ifelse(~own, ibis.null("boolean"))


def of_people_on_no_list(activity: ir.Table, registration: ir.Table) -> ir.Table:
    """Return the activity of people who were on no list of the place on the day it began.

    Both tables have linked people; activity of a person who is not known is among it.
    """
    listed = activity.inner_join(
        registration.select("person_id", "start_date", "end_date"), "person_id"
    )
    day = listed.start_ts.date()
    on_a_list = listed.filter(
        listed.start_date <= day, listed.end_date.isnull() | (listed.end_date > day)
    )
    return activity.anti_join(on_a_list.select("activity_id"), "activity_id")
