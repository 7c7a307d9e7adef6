"""The tables of spoken email addresses."""

from flows.values.email import ADDRESS
from flows.values.email_words import email_words


def test_every_provider_has_a_domain_that_an_address_can_have() -> None:
    words = email_words()
    assert {domain.split(".")[0] for domain in words.domains.values()} == set(words.domains)
    assert all(ADDRESS.fullmatch(f"anna@{domain}") for domain in words.domains.values())


def test_phrases_lead_to_what_they_mean() -> None:
    words = email_words()
    assert next(words.providers.at(("g", "mail", "dot"), 0)) == ("gmail", 2)
    assert next(words.endings.at(("u", "k"), 0)) == ("uk", 2)
    assert next(words.signs.at(("under", "score"), 0)) == ("_", 2)
    assert words.at.end(("at", "sign"), 0) == 2
