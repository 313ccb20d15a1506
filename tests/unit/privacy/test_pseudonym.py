"""A pseudonym is an HMAC: the same key and text give the same one, and nothing leads back."""

from __future__ import annotations

from wholeplace.privacy import key_id, key_of_seed, pseudonym


def test_it_is_the_published_hmac_shortened() -> None:
    # RFC 4231, test case 2: key "Jefe", data "what do ya want for nothing?".
    assert pseudonym([b"Jefe"], "what do ya want for nothing?") == (
        "5bdcc146bf60754e6a042426089575c7"
    )


def test_another_key_gives_another_pseudonym() -> None:
    assert pseudonym([b"one"], "nhs:9990000018") != pseudonym([b"two"], "nhs:9990000018")


def test_a_second_key_is_applied_to_what_the_first_gave() -> None:
    first = pseudonym([b"one"], "nhs:9990000018")
    assert pseudonym([b"one", b"two"], "nhs:9990000018") == pseudonym([b"two"], first)


def test_the_fingerprint_is_short_and_follows_the_keys() -> None:
    assert len(key_id([b"one"])) == 8
    assert key_id([b"one"]) != key_id([b"one", b"two"]) != key_id([b"two"])


def test_the_key_of_a_seed_repeats_and_differs_by_seed() -> None:
    assert key_of_seed(7) == key_of_seed(7) != key_of_seed(8)
    assert len(key_of_seed(7)) == 32
