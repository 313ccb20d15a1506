"""Which pairs are linked, and which a person must look at."""

from __future__ import annotations

from wholeplace.document import read_document
from wholeplace.population import LikelyPair, LinkingRules, Verdict, judged, source_of
from wholeplace.store.shipped import shipped_file

RULES = read_document(
    shipped_file("policies", "linking.yaml").read_text(encoding="utf-8"), "x", LinkingRules
).value

AGREE = {"given_name": "same", "family_name": "same", "birth_date": "same"}


def pair(drawing: str, **agreement: str) -> LikelyPair:
    """Return a pair drawn as: record person probability weight."""
    key, person, probability, weight = drawing.split()
    return LikelyPair(key, person, float(probability), float(weight), AGREE | agreement)


def told(*pairs: LikelyPair, taken: frozenset[tuple[str, str]] = frozenset()) -> list[str]:
    return [
        f"{one.pair.key} {one.pair.person} {one.verdict.value}{one.why and ': ' + one.why}"
        for one in judged(pairs, RULES, taken)
    ]


def test_a_sure_pair_is_linked_and_an_unsure_one_is_looked_at() -> None:
    assert told(
        pair("cld:1 nhs:A 0.9999 13.3"), pair("cld:2 nhs:B 0.97 5.0"), pair("cld:3 nhs:C 0.5 0")
    ) == ["cld:1 nhs:A link", "cld:2 nhs:B review: not sure enough"]


def test_a_twin_is_not_linked_to_a_twin() -> None:
    assert told(pair("cld:1 nhs:TWIN 0.9999 18", given_name="other")) == [
        "cld:1 nhs:TWIN review: given name does not agree"
    ]


def test_where_two_people_are_almost_as_likely_neither_is_linked() -> None:
    assert told(pair("cld:1 nhs:A 0.9999 20.0"), pair("cld:1 nhs:B 0.9999 18.0")) == [
        "cld:1 nhs:A review: another pair is almost as likely",
        "cld:1 nhs:B review: another pair is almost as likely",
    ]
    assert told(pair("cld:1 nhs:A 0.9999 20.0"), pair("cld:1 nhs:B 0.99 15.0")) == [
        "cld:1 nhs:A link",
        "cld:1 nhs:B review: another pair is almost as likely",
    ]


def test_a_person_has_one_record_in_a_source_and_may_have_another_in_another() -> None:
    taken = frozenset({("cld", "nhs:A")})
    assert told(pair("cld:1 nhs:A 0.9999 20"), pair("vcs:9 nhs:A 0.9999 20"), taken=taken) == [
        "cld:1 nhs:A review: the person has another record in the same source",
        "vcs:9 nhs:A link",
    ]
    # Two records of one source: the surer one is well before the other, which is looked at.
    assert told(pair("cld:1 nhs:A 0.9999 30"), pair("cld:2 nhs:A 0.9999 20")) == [
        "cld:1 nhs:A link",
        "cld:2 nhs:A review: another pair is almost as likely",
    ]


def test_the_order_in_which_pairs_are_found_does_not_matter() -> None:
    pairs = [pair("cld:1 nhs:A 0.9999 20"), pair("cld:2 nhs:B 0.9999 20"), pair("x:3 nhs:A 1 20")]
    assert told(*pairs) == told(*reversed(pairs))


def test_a_source_is_what_stands_before_the_last_colon() -> None:
    assert [source_of(key) for key in ("cld:1", "local:RXX:7", "7")] == ["cld", "local:RXX", ""]
    assert Verdict("link") is Verdict.LINK
