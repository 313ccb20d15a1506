"""Sign in through an organisation's provider, a real process: who is let in, who is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings

from tests.care.serving import provider
from tests.care.world import World
from wholeplace.care.models import AuditEvent, Post, User
from wholeplace.kernel import Refused
from wholeplace.web.oidc_settings import oidc_of

BEGIN, BACK = "/account/organisation/", "/account/organisation/back/"
STRONG = "AAL3_ANY"
PEOPLE: list[dict[str, object]] = [
    {"sub": "101", "email": "Matron@demo.example", "email_verified": True, "acr": STRONG,
     "nhsid_nrbac_roles": [{"role_name": "Privacy Officer", "org_code": "ZACUTE"}]},
    {"sub": "102", "email": "matron@demo.example", "email_verified": True, "acr": STRONG},
    {"sub": "103", "email": "gp@demo.example", "email_verified": False, "acr": STRONG},
    {"sub": "104", "email": "gp@demo.example", "email_verified": "false", "acr": STRONG},
    {"sub": "105", "email": "gp@demo.example", "email_verified": True, "acr": "AAL1_USERPASS"},
    {"sub": "106", "email": "who@elsewhere.example", "email_verified": True, "acr": STRONG},
    {"sub": "107", "email_verified": True, "acr": STRONG},
]  # fmt: skip

pytestmark = [pytest.mark.enable_socket, pytest.mark.usefixtures("world")]


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with provider(tmp_path_factory.mktemp("provider"), PEOPLE) as found:
        yield found


def _settings(issuer: str, **more: str) -> dict[str, Any]:
    said = {"ISSUER": issuer, "CLIENT_ID": "care", "CLIENT_SECRET": "shared", **more}
    told = {f"WHOLEPLACE_OIDC_{name}": value for name, value in said.items()}
    oidc = oidc_of(told, is_demo=True)
    assert oidc
    providers = {"openid_connect": {"APPS": oidc.apps()}}
    return {"SOCIALACCOUNT_PROVIDERS": providers, "OIDC_ACR": oidc.acr}


@pytest.fixture(autouse=True)
def configured(issuer: str, world: World) -> Iterator[None]:
    cache.clear()
    with override_settings(**_settings(issuer, ACR=STRONG, NAME="Care ID")):
        yield


def _changed(url: str, **query: str) -> str:
    parts = urlsplit(url)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return urlunsplit(parts._replace(query=urlencode({**asked, **query})))


def _begun(client: Client, then: str = "") -> str:
    answer = client.get(BEGIN, {"next": then} if then else {})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def _agreed(url: str, sub: str) -> str:
    """Agree at the provider as somebody; returns where it sends the browser back to."""
    asked = Request(url, data=urlencode({"sub": sub}).encode())  # noqa: S310 - of our own
    try:
        build_opener(_Stay).open(asked)
    except OSError as answer:
        found = urlsplit(str(answer.headers["Location"]))  # type: ignore[attr-defined]
        return f"{found.path}?{found.query}"
    raise AssertionError("the provider did not send back")


def _come_back(client: Client, sub: str, then: str = "") -> Any:
    return client.get(_agreed(_begun(client, then), sub))


def _is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_who_has_an_account_is_let_in_and_linked(world: World) -> None:
    client = Client()
    then = f"/people/{world.people['nora'].pk}/"
    assert "Sign in with Care ID" in client.get("/account/login/").content.decode()
    assert _come_back(client, "101", then)["Location"] == then
    assert client.get(then).status_code == 200
    linked = SocialAccount.objects.get()
    assert linked.user == world.users["matron"]
    assert linked.uid.endswith("#101")
    # Nothing else that was told of them is kept, and roles that were claimed count for nothing.
    assert linked.extra_data == {}
    assert client.get("/broken-glass/").status_code == 403
    assert Post.objects.filter(user=linked.user).count() == 1
    rows = AuditEvent.objects.filter(verb="sign in").order_by("number")
    outcomes = [json.loads(row.detail) for row in rows]
    assert [row["outcome"] for row in outcomes] == ["linked", "in"]
    assert outcomes[1]["by"] == ["socialaccount"]
    assert _is_in(client)


def test_a_linked_subject_is_known_after_the_address_changed(world: World) -> None:
    _come_back(Client(), "101")
    User.objects.filter(pk=world.users["matron"].pk).update(email="married@demo.example")
    client = Client()
    assert _come_back(client, "101").status_code == 302
    assert _is_in(client)
    assert SocialAccount.objects.count() == 1


@pytest.mark.parametrize("sub", ["103", "104", "106", "107"])
def test_a_stranger_gets_a_page_and_no_account(sub: str) -> None:
    people, client = User.objects.count(), Client()
    answer = _come_back(client, sub)
    assert answer.status_code == 403
    assert "You have no account here" in answer.content.decode()
    assert (User.objects.count(), SocialAccount.objects.count()) == (people, 0)
    assert not _is_in(client)
    row = AuditEvent.objects.get(verb="sign in")
    assert (row.user, row.what) == (None, "account:unknown")
    assert "elsewhere" not in row.detail


def test_an_address_that_was_given_to_somebody_else_opens_nothing() -> None:
    _come_back(Client(), "101")
    client = Client()
    assert _come_back(client, "102").status_code == 403
    assert not _is_in(client)


def test_a_closed_account_is_not_opened(world: World) -> None:
    _come_back(Client(), "101")
    User.objects.filter(pk=world.users["matron"].pk).update(is_active=False)
    client = Client()
    assert _come_back(client, "101")["Location"] == "/account/inactive/"
    assert not _is_in(client)


def test_less_strong_than_required_is_refused(issuer: str) -> None:
    client = Client()
    answer = _come_back(client, "105")
    assert answer.status_code == 401
    assert "less strong than is required" in answer.content.decode()
    assert not _is_in(client)
    with override_settings(**_settings(issuer)):
        assert _come_back(client, "105").status_code == 302
        assert _is_in(client)


def test_what_is_asked_of_the_provider() -> None:
    asked = parse_qs(urlsplit(_begun(Client())).query)
    assert asked["acr_values"] == [STRONG]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"http://testserver{BACK}"]
    assert len(asked["nonce"][0]) == 64


def test_a_wrong_nonce_is_refused() -> None:
    client = Client()
    answer = client.get(_agreed(_changed(_begun(client), nonce="of another try"), "101"))
    assert answer.status_code == 401
    assert not _is_in(client)


def test_a_wrong_state_is_refused() -> None:
    client = Client()
    back = _agreed(_begun(client), "101")
    assert client.get(_changed(back, state="of another try")).status_code == 401
    # Nor is the state of another browser taken: a link that signs somebody in as somebody else.
    assert Client().get(back).status_code == 401
    assert client.get(back).status_code == 302
    client.post("/account/logout/")
    # It is used once.
    assert client.get(back).status_code == 401
    assert not _is_in(client)


def test_who_says_no_at_the_provider_is_told() -> None:
    client = Client()
    state = parse_qs(urlsplit(_begun(client)).query)["state"][0]
    answer = client.get(BACK, {"error": "access_denied", "state": state}, follow=True)
    assert "You stopped at your organisation" in answer.content.decode()


def test_nobody_is_sent_to_another_site_afterwards() -> None:
    client = Client()
    assert _come_back(client, "101", "https://elsewhere.example/")["Location"] == "/"


@pytest.mark.parametrize("wrong", ["http://127.0.0.1:9", "{issuer}/nothing"])
def test_a_provider_that_is_down_is_told(issuer: str, wrong: str) -> None:
    with override_settings(**_settings(wrong.format(issuer=issuer))):
        answer = Client().get(BEGIN)
    assert answer.status_code == 503
    assert "You are not signed in" in answer.content.decode()


def test_a_provider_that_names_another_issuer_is_refused(issuer: str) -> None:
    client = Client()
    back = _agreed(_begun(client), "101")
    other = _settings(issuer)
    other["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"][0]["settings"]["issuer"] = (
        "https://x"
    )
    with override_settings(**other):
        assert client.get(back).status_code == 401
    assert not _is_in(client)


def test_without_a_provider_there_is_no_such_page() -> None:
    with override_settings(SOCIALACCOUNT_PROVIDERS={}):
        assert Client().get(BEGIN).status_code == 404
        assert Client().get(BACK).status_code == 404
        assert BEGIN not in Client().get("/account/login/").content.decode()


@pytest.mark.parametrize(("acr", "then"), [(STRONG, 200), ("", 302)])
def test_a_provider_that_must_ask_for_both_factors_stands_for_ours(
    issuer: str, acr: str, then: int
) -> None:
    client = Client()
    with override_settings(SECOND_FACTOR_IS_ASKED=True, **_settings(issuer, ACR=acr)):
        _come_back(client, "101")
        answer = client.get("/")
    assert answer.status_code == then
    assert then == 200 or answer["Location"] == "/account/2fa/app/"


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"ISSUER": "https://id.example"}, "WHOLEPLACE_OIDC_CLIENT_ID.*it is missing"),
        ({"CLIENT_ID": "a", "CLIENT_SECRET": "b"}, "WHOLEPLACE_OIDC_ISSUER.*it is missing"),
        ({"ISSUER": "http://id.example", "CLIENT_ID": "a", "CLIENT_SECRET": "b"}, "no https"),
        ({"ISSUER": "https://i", "CLIENT_ID": "a", "CLIENT_SECRET": "b", "METHOD": "x"}, "METHOD"),
    ],
)
def test_a_provider_named_in_part_is_refused(said: dict[str, str], says: str) -> None:
    told = {f"WHOLEPLACE_OIDC_{name}": value for name, value in said.items()}
    with pytest.raises(Refused, match=says):
        oidc_of(told, is_demo=False)
    assert oidc_of({}, is_demo=False) is None
    assert settings.OIDC is None
