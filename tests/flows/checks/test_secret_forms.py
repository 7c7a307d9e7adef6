"""What is taken for a secret, and what only looks like one. The secrets here are made up, and written with a `·` that
is taken out, so that nobody else takes them for real ones."""

import time

import pytest

from flows.checks.secret_forms import BEGINNINGS, holds_secrets, secret_in, secret_under

_WRITTEN = {
    "sk·-proj-abcdEFGH1234ijklMNOP5678": "an API key",
    "key sk·-ant-api03-Zx8Kq2Lm9Np4Rt7Vw1Yb3 here": "an API key",
    "sk·_live_4eC39HqLyjWDarjtT1zdp7dc": "an API key",
    "AK·IAIOSFODNN7EXAMPLE": "an API key of AWS",
    "AI·zaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY": "an API key of Google",
    "gh·p_16C7e42F292c6912E7710c838347Ae178B4a": "a token of GitHub",
    "gi·thub_pat_11ABCDEFG0aBcDeFgHiJkL_mNoPq": "a token of GitHub",
    "gl·pat-9xYz8WvU7tSr6QpO5nMl": "a token of GitLab",
    "xo·xb-123456789012-abcdefGHIJ": "a token of Slack",
    "hf·_aB3dE5gH7jK9mN1pQ3sT5vX7": "a token of Hugging Face",
    "SG·.aB3dE5gH7jK9mN1pQ3sT.vX7yZ9bC1dE3fG5hI7jK": "an API key of SendGrid",
    "ey·JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc123": "a signed token",
    "--·---BEGIN RSA PRIVATE KEY-----\nMIIEow": "a private key",
    "--·---BEGIN PRIVATE KEY-----": "a private key",
    "Authorization: Bearer 8f14e45fceea167a5a36dedd4bea2543": "a token",
    "Basic dXNlcjpwYXNzd29yZA==": "a user and a password",
    "https://bob:s3cret@api.example.com/": "a password in an address",
    "postgres://u:hunter2@db/x": "a password in an address",
    "https://x.example/?api_key=a1b2c3d4e5f6": "a secret in an address",
    "https://x.example/?a=b&access_token=Zx8Kq2Lm9Np4": "a secret in an address",
}
SECRETS = {text.replace("·", ""): what for text, what in _WRITTEN.items()}
HARMLESS = (
    "Bearer {{ env.token }}", "bearer of good news", "Bearer authentication_required", "basic authentication",
    "https://example.com:8000/a@b", "https://{{ env.user }}:{{ env.password }}@x.example/", "https://u:****@x.example",
    "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxx", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "task-management-and-everything-else",
    "my number is 4111 1111 1111 1111", "the token please, tell me", "risk-assessment-of-the-whole-company-2024",
    "mailto:bob@example.com", "https://x.example/?token={{ t }}", "https://x.example/?api_key=YOUR_API_KEY",
    "https://x.example/?page=a1b2c3d4e5f6", "SK-2024 is the part number", "sk-learn-is-a-library-for-machine-learning",
    "disk-based-storage-of-2024-and-later-years", "xoxo", "-----BEGIN CERTIFICATE-----", "eyJ", "AKIA", "",
)  # fmt: skip


@pytest.mark.parametrize("text", SECRETS)
def test_secrets_are_known_by_their_form(text: str) -> None:
    found = secret_in(text)
    assert found is not None
    assert found[0] == SECRETS[text]
    assert found[1] in text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_are_none(text: str) -> None:
    assert secret_in(text) is None


def test_each_form_has_a_beginning_by_which_most_texts_are_passed_over() -> None:
    assert all(any(beginning in text for beginning in BEGINNINGS) for text in SECRETS)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("token", "9f86d081884c7d65"), ("password", "hunter2!xY"), ("api_key", "a8f5f167f44f4964e6c998dee827110c"),
        ("clientSecret", "Q~8x7Gh2kPq9"), ("X-Api-Key", "d3adb33fcafe1234"), ("password", "qWeRtYuIopAsDfGh"),
        ("secret", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), ("authorization", "8f14e45fceea167a5a36dedd"),
    ],
)  # fmt: skip
def test_secrets_are_known_by_their_field(key: str, text: str) -> None:
    assert secret_under(key, text) == text


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("token", "bank_token"), ("api_key", "PAYMENTS_KEY_2"), ("token", "447123"), ("token", "12345678901234"),
        ("authorization", "{{ env.a1b2c3d4e5 }}"), ("secret", "correct-horse-battery"), ("password", "xxxxxxxxxxxx1"),
        ("token", "digits"), ("auth", "bank-api-v2.token"), ("secret", "MySecretName"), ("password", "pa55"),
        ("password", "Please say your password, 4 digits."), ("token", "${TOKEN_a1b2c3}"),
        ("token", "<your-t0ken-h3re>"),
        ("colour", "9f86d081884c7d65"), ("reference", "a8f5f167f44f4964e6c998dee827110c"),
        ("tokens_left", "9f86d081884c"),
    ],
)  # fmt: skip
def test_names_of_secrets_and_other_values_are_none(key: str, text: str) -> None:
    assert secret_under(key, text) is None


def test_fields_that_hold_secrets() -> None:
    assert all(map(holds_secrets, ("token", "apiKey", "X-API-Key", "db_password", "Authorization", "client_secret")))
    assert not any(map(holds_secrets, ("tokens", "author", "password_help", "key", "secretary", "")))


@pytest.mark.parametrize(
    "text", ["a.b+" * 100_000 + "://", "sk-" + "a-" * 200_000, "eyJa.eyJ" * 50_000, "://a:" * 90_000]
)
def test_texts_made_to_take_long_do_not(text: str) -> None:
    began = time.thread_time()
    secret_in(text)
    assert time.thread_time() - began < 5
