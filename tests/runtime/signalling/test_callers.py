"""Tokens of issuers that a workspace trusts: what a good one opens, and that no forged one opens anything."""

import base64
import hashlib
import hmac
import ipaddress
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pytest_django.fixtures import Settings

from runtime.models import TokenIssuer, UsedToken
from runtime.signalling import callers, jwks
from runtime.signalling.callers import TokenRefused, forget_used, is_token, known_by
from tests.platform.keys_page import keys_page
from voxloom.accounts.isolation import within
from voxloom.accounts.sealed import seal
from voxloom.accounts.workspaces import MAIN, named

pytestmark = pytest.mark.django_db
SECRET = "a secret of more than sixty-four letters, since longer hashes want as many"
ISSUER = "https://shop.example.com"
KEYS_ISSUER = "https://bank.example.com"
PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "embedding.md"


@pytest.fixture(autouse=True)
def _this_machine_may_be_asked(settings: Settings) -> Iterator[None]:
    settings.OUTGOING_NETWORKS = (ipaddress.ip_network("127.0.0.1/32"),)
    jwks.forget()
    yield
    jwks.forget()


@pytest.fixture
def issuer() -> TokenIssuer:
    named(MAIN)
    with within(MAIN):
        return TokenIssuer.objects.create(issuer=ISSUER, sealed_secret=seal(SECRET.encode()), scopes=["debug"])


@dataclass
class Bank:
    """An issuer with keys: RSA and EC."""

    rsa_key: Any = field(default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048))
    ec_key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def page(self) -> dict[str, Any]:
        """Its JWKS, with a symmetric key in it that has no business there."""
        found = []
        for name, key, algorithm in (("rsa-1", self.rsa_key, "RS256"), ("ec-1", self.ec_key, "ES256")):
            made = jwt.get_algorithm_by_name(algorithm).to_jwk(key.public_key(), as_dict=True)
            found.append({**made, "kid": name, "use": "sig", "alg": algorithm})
        oct_key = {"kty": "oct", "kid": "oct-1", "k": base64.urlsafe_b64encode(SECRET.encode()).decode().rstrip("=")}
        return {"keys": [*found, oct_key]}


@pytest.fixture(scope="module")
def bank() -> Bank:
    return Bank()


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    good = {
        "iss": ISSUER, "aud": "voxloom", "sub": "customer 7", "iat": now, "exp": now + 300,
        "jti": f"t-{time.monotonic_ns()}", "bot": "riverbank", "variables": {"first_name": "Ann"},
    }  # fmt: skip
    return {name: value for name, value in {**good, **changed}.items() if value is not None}


def token(headers: dict[str, Any] | None = None, secret: Any = SECRET, algorithm: str = "HS256", **changed: Any) -> str:
    return jwt.encode(claims(**changed), secret, algorithm=algorithm, headers=headers)


def test_a_token_opens_one_call(issuer: TokenIssuer) -> None:
    made = token(scopes=["debug"])
    assert is_token(made)
    assert not is_token("a-ticket_without-dots")
    opened = known_by(made)
    assert (opened.bot, opened.workspace, opened.scopes) == ("riverbank", issuer.workspace_id, {"debug"})
    assert (opened.variables, opened.known, opened.trusted) == ({"first_name": "Ann"}, True, True)
    with pytest.raises(TokenRefused, match="used already"):
        known_by(made)


def test_the_example_of_the_docs_makes_such_a_token(issuer: TokenIssuer) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {"SECRET": SECRET}
    exec(code, names)  # the text is a page of ours
    opened = known_by(names["ticket_for"](SimpleNamespace(id="7", first_name="Ann")))
    assert (opened.bot, opened.variables) == ("riverbank", {"first_name": "Ann", "customer": "7"})


def b64(data: Any) -> str:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def by_hand(header: dict[str, Any], secret: bytes = SECRET.encode(), **changed: Any) -> str:
    """Signed as HS256 whatever the header says."""
    body = f"{b64(header)}.{b64(claims(**changed))}"
    return f"{body}.{b64(hmac.new(secret, body.encode(), hashlib.sha256).digest())}"


now = time.time
FORGED: dict[str, Callable[[], str]] = {
    "no algorithm": lambda: f"{b64({'alg': 'none'})}.{b64(claims())}.",
    "no algorithm in capitals": lambda: f"{b64({'alg': 'NONE', 'typ': 'JWT'})}.{b64(claims())}.",
    "another secret": lambda: token(secret="another secret of more than thirty-two"),
    "an empty secret": lambda: by_hand({"alg": "HS256"}, secret=b""),
    "another algorithm of the family": lambda: token(algorithm="HS512"),
    "a key's algorithm": lambda: by_hand({"alg": "RS256"}),
    "another audience": lambda: token(aud="somebody else"),
    "several audiences": lambda: token(aud=["voxloom", "somebody else"]),
    "no audience": lambda: token(aud=None),
    "another issuer": lambda: token(iss="https://evil.example.com"),
    "an issuer with a zero byte": lambda: token(iss="https://example.com\0"),
    "an issuer that cannot be encoded": lambda: token(iss="\ud800"),
    "no issuer": lambda: token(iss=None),
    "expired": lambda: token(iat=int(now()) - 600, exp=int(now()) - 300),
    "without an end": lambda: token(exp=None),
    "for a day": lambda: token(exp=int(now()) + 86_400),
    "not yet": lambda: token(nbf=int(now()) + 300),
    "from the future": lambda: token(iat=int(now()) + 300, exp=int(now()) + 600),
    "ended before it began": lambda: token(iat=int(now()) + 20, exp=int(now()) + 10),
    "without a number": lambda: token(jti=None),
    "without a bot": lambda: token(bot=None),
    "a bot with a zero byte": lambda: token(bot="riverbank\0"),
    "a bot that is a list": lambda: token(bot=["riverbank"]),
    "another type": lambda: token({"typ": "at+jwt"}),
    "an unknown rule": lambda: token({"crit": ["exp"]}),
    "keys from elsewhere": lambda: token({"jku": "https://evil.example.com/keys"}),
    "a key of its own": lambda: token({"jwk": {"kty": "oct", "k": "YQ"}}),
    "a certificate of its own": lambda: token({"x5c": ["MII"]}),
    "a scope that it may not give": lambda: token(scopes=["administrator"]),
    "variables that are a list": lambda: token(variables=["Ann"]),
    "a changed claim": lambda: _changed(token()),
    "a cut signature": lambda: token()[:-2],
    "no signature": lambda: token().rpartition(".")[0] + ".",
    "no JSON": lambda: f"{b64(b'{')}.{b64(b'{')}.{b64(b'x')}",
    "deep JSON": lambda: f"{b64(b'[' * 3000)}.{b64(b'[' * 3000)}.x",
    "nothing": lambda: "..",
    "much": lambda: token(variables={"text": "x" * 9_000}),
}  # fmt: skip


def _changed(made: str) -> str:
    head, _, signature = made.split(".")
    return f"{head}.{b64(claims(bot='table_booking'))}.{signature}"


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_token_opens_nothing(issuer: TokenIssuer, name: str) -> None:
    with pytest.raises(TokenRefused) as refused:
        known_by(FORGED[name]())
    assert "\n" not in str(refused.value)
    with within(MAIN):
        assert not UsedToken.objects.exists()


def test_there_are_at_least_twenty_of_them() -> None:
    assert len(FORGED) >= 20


def test_one_that_was_switched_off_opens_nothing(issuer: TokenIssuer) -> None:
    with within(MAIN):
        TokenIssuer.objects.update(active=False)
    with pytest.raises(TokenRefused):
        known_by(token())


@pytest.fixture
def bank_issuer(bank: Bank) -> Iterator[Any]:
    with keys_page(bank.page()) as page:
        named(MAIN)
        with within(MAIN):
            TokenIssuer.objects.create(issuer=KEYS_ISSUER, keys_url=f"http://127.0.0.1:{page.port}/keys")
        yield page


def signed(bank: Bank, kid: str, algorithm: str, key: Any = None, **changed: Any) -> str:
    own = bank.rsa_key if algorithm.startswith("RS") or algorithm.startswith("PS") else bank.ec_key
    return jwt.encode(claims(iss=KEYS_ISSUER, **changed), key or own, algorithm=algorithm, headers={"kid": kid})


@pytest.mark.parametrize(("kid", "algorithm"), [("rsa-1", "RS256"), ("ec-1", "ES256")])
def test_keys_of_an_issuer_are_fetched_once(bank: Bank, bank_issuer: Any, kid: str, algorithm: str) -> None:
    for _ in range(3):
        assert known_by(signed(bank, kid, algorithm)).bot == "riverbank"
    assert bank_issuer.asked == 1


def test_a_public_key_is_no_secret(bank: Bank, bank_issuer: Any) -> None:
    """RS256 read as HS256: the public key, which everybody has, as the secret."""
    public = bank.rsa_key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    with pytest.raises(TokenRefused):
        known_by(by_hand({"alg": "HS256", "kid": "rsa-1"}, secret=public, iss=KEYS_ISSUER))


@pytest.mark.parametrize(
    ("kid", "algorithm", "key"),
    [
        ("oct-1", "HS256", SECRET),
        ("nobody", "RS256", None),
        ("ec-1", "RS256", None),
        ("rsa-1", "ES256", None),
        ("rsa-1", "RS512", None),
        ("rsa-1", "PS256", None),
        ("rsa-1", "RS256", rsa.generate_private_key(public_exponent=65537, key_size=2048)),
    ],
)
def test_other_keys_open_nothing(bank: Bank, bank_issuer: Any, kid: str, algorithm: str, key: Any) -> None:
    with pytest.raises(TokenRefused):
        known_by(signed(bank, kid, algorithm, key))


def test_made_up_names_of_keys_do_not_ask_again_and_again(bank: Bank, bank_issuer: Any) -> None:
    for number in range(20):
        with pytest.raises(TokenRefused):
            known_by(signed(bank, f"made-up-{number}", "RS256"))
    assert bank_issuer.asked == 1


@pytest.mark.parametrize("page", [{"keys": []}, {}, [], "text", None])
def test_a_page_without_keys_is_a_refusal(bank: Bank, page: Any) -> None:
    with keys_page(page) as served:
        named(MAIN)
        with within(MAIN):
            TokenIssuer.objects.create(issuer=KEYS_ISSUER, keys_url=f"http://127.0.0.1:{served.port}/keys")
        with pytest.raises(TokenRefused):
            known_by(signed(bank, "rsa-1", "RS256"))


def test_a_page_that_fails_is_not_asked_for_every_token(bank: Bank) -> None:
    with keys_page([]) as served:
        named(MAIN)
        with within(MAIN):
            TokenIssuer.objects.create(issuer=KEYS_ISSUER, keys_url=f"http://127.0.0.1:{served.port}/keys")
        for _ in range(10):
            with pytest.raises(TokenRefused):
                known_by(signed(bank, "rsa-1", "RS256"))
        assert served.asked == 1


def test_keys_are_not_fetched_from_inside(bank: Bank, bank_issuer: Any, settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = ()
    with pytest.raises(TokenRefused):
        known_by(signed(bank, "rsa-1", "RS256"))
    assert bank_issuer.asked == 0


def test_numbers_are_forgotten_when_they_cannot_be_used_again(issuer: TokenIssuer) -> None:
    known_by(token())
    forget_used()
    with within(MAIN):
        assert UsedToken.objects.count() == 1
    forget_used(time.time() + 300 + 3 * callers.LEEWAY_S)
    with within(MAIN):
        assert UsedToken.objects.count() == 0
