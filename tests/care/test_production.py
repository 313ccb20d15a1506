"""As a site runs it: a secret, TLS said by the proxy, two factors, and logs that tell nothing."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
import requests

from tests.care.commands import SECRET, answer, care, made_empty
from tests.care.serving import environment, free_port, running
from tests.care.test_sign_in_second_factor import code_of, secret_in

pytestmark = pytest.mark.enable_socket
EMAIL, OWN = "nora.secretname@care.example", "a garden of long words"
NAME, NUMBER = "Zebedee Quillfeather", "999 000 0018"


class Proxy:
    """A browser behind a proxy that ends TLS, as the server is told by a header."""

    def __init__(self, port: int) -> None:
        self.address, self.cookies = f"http://127.0.0.1:{port}", dict[str, str]()

    def ask(self, method: str, path: str, **said: str) -> requests.Response:
        # The cookies are for TLS alone; a proxy passes them on in the clear within the machine.
        headers = {
            "Host": "care.example", "X-Forwarded-Proto": "https",
            "Referer": f"https://care.example{path}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }  # fmt: skip
        found = requests.request(
            method, f"{self.address}{path}", data=said or None, headers=headers, timeout=30,
            allow_redirects=False,
        )  # fmt: skip
        for told in found.raw.headers.getlist("Set-Cookie"):
            for name, cookie in SimpleCookie(told).items():
                # What takes a cookie away is empty, and says no more.
                assert cookie["secure"] or not cookie.value
                assert cookie["httponly"] or not cookie.value
                self.cookies[name] = cookie.value
        return found

    def get(self, path: str) -> requests.Response:
        return self.ask("GET", path)

    def send(self, path: str, page: str = "", **said: str) -> requests.Response:
        page = page or self.get(path).text
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found, page
        return self.ask("POST", path, csrfmiddlewaretoken=found.group(1), **said)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path, str]]:
    """A site with one account; its port, its folder, and the password for once."""
    folder = made_empty(tmp_path_factory.mktemp("site") / "W")
    more = ("--name", NAME, "--role", "matron", "--organisation", "ZCOMM")
    assert care("organisation", folder, "ZCOMM", "--name", "T", "--kind", "community").stdout
    password = answer("account", folder, "--email", EMAIL, *more)["password"]
    port = free_port()
    command = ["-m", "wholeplace", "serve", str(folder), "--port", str(port)]
    told = environment(WHOLEPLACE_SECRET=SECRET, WHOLEPLACE_HOSTS="care.example")
    with running([sys.executable, *command], port, folder / "log", told):
        yield port, folder, password


def test_somebody_signs_in_with_both_factors_and_sets_a_password(
    site: tuple[int, Path, str],
) -> None:
    port, _, password = site
    browser = Proxy(port)
    plain = requests.get(
        f"{browser.address}/", headers={"Host": "care.example"}, timeout=30, allow_redirects=False
    )
    assert (plain.status_code, plain.headers["Location"]) == (301, "https://care.example/")
    strange = requests.get(f"{browser.address}/", headers={"Host": "evil.example"}, timeout=30)
    assert strange.status_code == 400
    page = browser.get("/account/login/")
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    signed_in = browser.send("/account/login/", login=EMAIL, password=password)
    assert signed_in.status_code == 302, signed_in.text
    assert browser.get("/").headers["Location"] == "/account/2fa/app/"
    # The page shows a new key each time; the code is of the one that was shown.
    shown = browser.get("/account/2fa/app/").text
    code = code_of(secret_in(shown), time.time())
    set_up = browser.send("/account/2fa/app/", shown, code=code)
    assert set_up.status_code == 302
    assert browser.get("/").headers["Location"] == "/account/password/change/"
    told = {"oldpassword": password, "password1": OWN, "password2": OWN}
    assert browser.send("/account/password/change/", **told).status_code == 302
    assert browser.get("/").status_code == 200


def test_logs_of_the_real_server_tell_of_nobody(site: tuple[int, Path, str]) -> None:
    port, folder, _ = site
    browser = Proxy(port)
    id_ = "ed09df96-f963-4edc-8b09-043b811b97af"
    for path in (
        f"/people/{id_}/", f"/search/?name={NAME}&nhs_number={NUMBER}", f"/{NUMBER}/{NAME}",
        f"/people/{NAME}", "/account/login/?next=/people/" + id_,
    ):  # fmt: skip
        browser.get(path)
    browser.send("/account/login/", login=EMAIL, password=f"{NAME} {NUMBER}")
    browser.ask("POST", "/account/login/", login=EMAIL, password=NAME)
    for headers in ({"Host": NAME.replace(" ", ".")}, {"Host": "care.example", "X-Who": NAME}):
        address = f"{browser.address}/people/{id_}"
        requests.get(address, headers=headers, timeout=30, allow_redirects=False)
    log = (folder / "log").read_text()
    assert log.count("\n") >= 8
    words = [*NAME.split(), "Quill", "nora", "secretname", id_, OWN, SECRET]
    for word in (*words, NUMBER, NUMBER.replace(" ", ""), NUMBER.replace(" ", "%20")):
        assert word.casefold() not in log.casefold(), word
    ours = [line for line in log.splitlines() if line.startswith("{")]
    assert all(set(json.loads(line)) >= {"at", "level", "says"} for line in ours)
    page = browser.get(f"/people/{id_}/{NAME}").text
    assert NAME not in page
