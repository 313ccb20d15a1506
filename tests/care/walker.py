"""Walk through all pages that somebody can reach, and find every form on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

NOT_WALKED = ("/static/", "/account", "/fhir")


@dataclass
class Form:
    """A form of a page: where it goes, and what it would send as it stands."""

    method: str
    action: str
    values: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Found:
    """A page: its address, the name of its view, its links and its forms."""

    path: str
    view: str
    links: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, found: Found) -> None:
        super().__init__()
        self.found, self.select, self.area = found, "", ""
        self.form: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.found.links.append(given.get("href", ""))
        if tag == "form":
            action = given.get("action") or self.found.path
            self.form = Form(given.get("method", "get").lower(), action)
            self.found.forms.append(self.form)
        name = given.get("name", "")
        if self.form is None or not name:
            if tag == "option" and self.form is not None and self.select:
                self._option(given)
            return
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area = name
            self.form.values.setdefault(name, "")
        elif tag in {"input", "button"}:
            self._input(name, given)

    def _option(self, given: dict[str, str]) -> None:
        if self.form is None:
            return
        self.form.options.setdefault(self.select, []).append(given.get("value", ""))
        if "selected" in given or self.select not in self.form.values:
            self.form.values[self.select] = given.get("value", "")

    def _input(self, name: str, given: dict[str, str]) -> None:
        if self.form is None:
            return
        value = given.get("value", "")
        if given.get("type") in {"radio", "checkbox", "submit"}:
            self.form.options.setdefault(name, []).append(value or "on")
            if "checked" not in given:
                return
        self.form.values[name] = value

    def handle_data(self, data: str) -> None:
        if self.area and self.form is not None:
            self.form.values[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        if tag == "textarea":
            self.area = ""
        if tag == "form":
            self.form = None


def read_page(path: str, view: str, text: str) -> Found:
    """Return what links and forms a page has."""
    found = Found(path, view)
    _Reader(found).feed(text)
    return found


def view_of(path: str) -> str:
    """Return the name of the view at an address, or nothing."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def walk(client: Client, start: str = "/", most_of_each: int = 2) -> Iterator[Found]:
    """Yield the pages that can be reached from one by links, so many of each view.

    Every link must lead to a page: one that is missing or fails is an error.
    """
    queue, asked, counts = [start], set[str](), Counter[str]()
    while queue:
        path = queue.pop(0)
        view = view_of(path)
        if path in asked or counts[view] >= most_of_each or path.startswith(NOT_WALKED):
            continue
        asked.add(path)
        answer = client.get(path, headers={"host": "localhost"})
        assert answer.status_code in {200, 302}, (path, answer.status_code)
        counts[view] += 1
        if answer.status_code != 200:
            queue.append(answer["Location"])
            continue
        is_page = answer["Content-Type"].startswith("text/html")
        found = read_page(path, view, answer.content.decode()) if is_page else Found(path, view)
        queue += [link for link in found.links if link.startswith(("/", "?"))]
        queue = [f"{path.split('?')[0]}{one}" if one.startswith("?") else one for one in queue]
        yield found
