"""Seeds of second factors are shut: a copy of the database opens none, and a secret can change."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from tests.care.test_sign_in_second_factor import code_of
from tests.care.world import World
from wholeplace.web.secrets_at_rest import keep_anew, opened, shut

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW, OLD = "n" * 60, "o" * 60


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    cache.clear()
    with override_settings(SECRET_KEY=OLD, SECRET_KEY_FALLBACKS=[]):
        yield


def factors(world: World) -> tuple[TOTP, list[str]]:
    user = world.users["matron"]
    return TOTP.activate(user, SEED), RecoveryCodes.activate(user).generate_codes()


def fits() -> bool:
    cache.clear()
    found = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    return bool(TOTP(found).validate_code(code_of(SEED, time.time())))


def test_a_copy_of_the_database_opens_no_second_factor(world: World) -> None:
    _, codes = factors(world)
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert SEED not in kept
    assert not any(code in kept for code in codes)
    assert fits()
    # Whoever has the database but not the secret has nothing.
    with override_settings(SECRET_KEY=NOW):
        assert not fits()
        row = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
        assert set(RecoveryCodes(row).generate_codes()).isdisjoint(codes)


def test_after_the_secret_was_changed_what_was_kept_goes_on(world: World) -> None:
    _, codes = factors(world)
    with override_settings(SECRET_KEY=NOW, SECRET_KEY_FALLBACKS=[OLD]):
        assert fits()
        assert keep_anew() == 2
        assert keep_anew() == 0
    with override_settings(SECRET_KEY=NOW):
        assert fits()
        row = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
        assert RecoveryCodes(row).generate_codes() == codes
    assert not fits()


def test_what_no_key_opens_fits_no_code_and_is_told_without_saying_whose(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    factors(world)
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).update(data={"secret": SEED})
    with caplog.at_level(logging.WARNING):
        assert not fits()
    assert "reset the account" in caplog.text
    assert SEED not in caplog.text
    assert keep_anew() == 0


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_what_was_shut_is_opened_again(text: str) -> None:
    assert opened(shut(text)) == text
    assert shut(text) != shut(text)
