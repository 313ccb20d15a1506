"""How pages are drawn: strict where a name is wrong, with the components of nhsuk-frontend."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader


def environment(**options: Any) -> Environment:  # noqa: ANN401 - whatever Django has for Jinja
    """Return the environment of our pages. The components ask for what need not be there."""
    own = options.pop("loader")
    made = Environment(  # noqa: S701 - Django's options say that everything is escaped
        **options
        | {
            "loader": ChoiceLoader(
                [own, PackageLoader("wholeplace.care"), PackageLoader("nhsuk_frontend_jinja")]
            ),
            "undefined": ChainableUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
        }
    )
    made.globals.update(static=static, url=reverse, messages_of=get_messages)
    made.filters.update(day=_day, moment=_moment, local_day=_local_day, nhs_number=_nhs_number)
    return made


def _day(value: date | None) -> str:
    """Return a day as it is written: 8 December 2016."""
    return "" if value is None else f"{value.day} {value:%B %Y}"


def _moment(value: datetime | None) -> str:
    """Return a moment as it is written: 8 December 2016 at 14:05."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{_day(local.date())} at {local:%H:%M}"


def _local_day(value: datetime | None) -> str:
    """Return the day of a moment, where we are, as it is written."""
    return "" if value is None else _day(timezone.localtime(value).date())


def _nhs_number(value: str | None) -> str:
    """Return an NHS number in its three parts."""
    return "" if not value else f"{value[:3]} {value[3:6]} {value[6:]}"
