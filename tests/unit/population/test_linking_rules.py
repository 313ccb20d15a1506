"""The document of linking says what it must, and names only what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.population import LinkingRules
from wholeplace.store.shipped import shipped_file

SHIPPED = shipped_file("policies", "linking.yaml").read_text(encoding="utf-8")


def read(text: str) -> LinkingRules:
    return read_document(text, "linking.yaml", LinkingRules).value


def test_the_shipped_rules_are_right() -> None:
    rules = read(SHIPPED)
    assert float(rules.link_from) == 0.99
    assert rules.never_on_its_own["given_name"] == ("other", "missing")
    assert Path(shipped_file("policies", "linking.yaml")).is_file()


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("review_from: 80%", "review_from: 99.5%", "the shares must rise"),
        ("share_known: 85%", "share_known: 0%", "share_known is above 0"),
        ("- [birth_date]", "- [birthday]", "birthday"),
        ("given_name: [other,", "given_name: [otter,", "otter"),
        ("    one_digit: {true_pairs: 0.04, strangers: 0.0009}\n", "", "birth_date needs the"),
        ("at_least: 500", "at_least: 5", "at_least"),
    ],
)
def test_a_mistake_is_told_at_its_place(was: str, now: str, told: str) -> None:
    assert was in SHIPPED
    with pytest.raises(Refused) as refused:
        read(SHIPPED.replace(was, now, 1))
    assert told in str(refused.value)
    assert "linking.yaml:" in str(refused.value)
