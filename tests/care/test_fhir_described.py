"""Whatever is made of the description of the interface, it is answered, and never fails."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, settings

from tests.care.r4 import errors
from tests.care.records import made_records
from tests.care.world import World
from wholeplace.care.fhir.told import openapi

described = schemathesis.openapi.from_dict(openapi("http://testserver/fhir"))
KNOWN = {"200", "304", "400", "401", "403", "404", "406"}


@pytest.fixture
def signed_in(world: World, browser: Client) -> Client:
    made_records(world)
    return browser


@described.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_what_is_made_of_the_description_is_answered(
    case: schemathesis.Case[Any], signed_in: Client
) -> None:
    path = case.path
    for name, value in (case.path_parameters or {}).items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    asked = {name: str(value) for name, value in (case.query or {}).items()}
    answer = signed_in.get(f"/fhir{path}", asked)
    assert str(answer.status_code) in KNOWN
    assert errors(json.loads(answer.content)) == []


def test_the_description_holds_every_status_that_is_answered() -> None:
    told = openapi("http://testserver/fhir")["paths"]
    assert isinstance(told, dict)
    assert all(set(path["get"]["responses"]) == KNOWN for path in told.values())
