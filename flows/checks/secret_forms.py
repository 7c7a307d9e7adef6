"""What secrets look like: the keys and tokens of known services by their form, others by where they stand."""

import base64
import binascii
import re
from collections import Counter
from functools import lru_cache
from math import log2

_FORMS: tuple[tuple[str, str], ...] = (
    ("an API key", r"\b(?:sk|rk)-(?:[A-Za-z0-9]{1,12}-){0,3}[A-Za-z0-9_-]{20,200}"),
    ("an API key", r"\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,200}"),
    ("an API key of AWS", r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    ("an API key of Google", r"\bAIza[A-Za-z0-9_-]{30,80}"),
    ("a token of GitHub", r"\bgh[pousr]_[A-Za-z0-9]{20,255}"),
    ("a token of GitHub", r"\bgithub_pat_[A-Za-z0-9_]{20,255}"),
    ("a token of GitLab", r"\bglpat-[A-Za-z0-9_-]{16,80}"),
    ("a token of Slack", r"\bxox[abeoprs]-[A-Za-z0-9-]{10,255}"),
    ("a token of Hugging Face", r"\bhf_[A-Za-z0-9]{20,80}"),
    ("an API key of SendGrid", r"\bSG\.[A-Za-z0-9_-]{16,80}\.[A-Za-z0-9_-]{16,80}"),
    ("a signed token", r"\beyJ[A-Za-z0-9_-]{8,4000}\.eyJ[A-Za-z0-9_-]{2,4000}\.[A-Za-z0-9_-]{0,4000}"),
    ("a private key", r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----"),
)
_KNOWN = tuple((what, re.compile(form)) for what, form in _FORMS)
_BEARER = re.compile(r"\b(?:[Bb]earer|BEARER|[Tt]oken)[ \t]{1,4}([A-Za-z0-9._~+/=-]{12,4000})")
_BASIC = re.compile(r"\b(?:[Bb]asic|BASIC)[ \t]{1,4}([A-Za-z0-9+/]{8,400}={0,2})")
_ADDRESS = re.compile(r"://[^\s/:@{}]{0,200}:([^\s/@{}]{1,200})@")
_IN_QUERY = re.compile(r"[?&;](?P<key>[A-Za-z0-9_-]{2,40})=(?P<value>[^\s&#{}]{6,400})")
BEGINNINGS = tuple(
    "sk- rk- _live_ _test_ AKIA ASIA AIza ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- xox hf_ SG. eyJ -----BEGIN ://"
    " key= oken= ecret= asswd= assword= pwd= uth= sig= redential= redentials=".split()
) + ("earer ", "EARER ", "oken ", "asic ", "BASIC ", "earer\t", "oken\t", "asic\t")
"""One of these stands in every text that has a secret of a known form."""

_SECRET_KEY = re.compile(
    r"(?:^|_)(?:token|secret|password|passwd|pwd|passphrase|api_?key|apikey|x_api_key|authorization|auth|credentials?"
    r"|private_key|access_key|client_secret|bearer|signature|sig)$"
)
"""What fields are called that hold secrets, in small letters with `_`."""
MAX_KEY_CHARACTERS = 100
"""Longer ones are no names of fields."""
MIN_SECRET_CHARACTERS = 8
"""Under such a name; shorter ones cannot be told from words and codes."""
MIN_ENTROPY_BITS = 2.5
"""Of each character; "aaaaaaaa1" has less, and a password of eight different characters has three."""
MIN_DIFFERENT = 5
"""Characters, and more; `sk-xxxxxxxx…` stands for a secret and is none."""
MIN_JUMBLED = 10
"""Letters; in fewer of them capitals mean nothing."""
WORDS_AMONG_LETTERS = 0.75
"""Of the letters of `mySecretName` nearly all stand in words, of those of `qWeRtYuIop` none."""
_HUMP = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}")
_WORD = re.compile(r"[A-Za-z]+(?:\d{1,4})?|\d{1,4}")
_PARTS = re.compile(r"[_\-.:/ ]+")
_TEMPLATE = re.compile(r"\{\{|\{%|\$\{|<[A-Za-z_]")


def secret_in(text: str) -> tuple[str, str] | None:
    """What kind of secret stands in a text, and the secret; None when there is none of a known form.

    >>> secret_in("Authorization: Bearer {{ env.token }}") is None
    True
    """
    if not any(beginning in text for beginning in BEGINNINGS):
        return None
    for what, form in _KNOWN:
        for match in form.finditer(text):
            if what == "a private key" or _varied(match.group()):
                return what, match.group()
    for match in _BEARER.finditer(text):
        if _random(match[1], 12):
            return "a token", match[1]
    for match in _BASIC.finditer(text):
        if _is_user_and_password(match[1]):
            return "a user and a password", match[1]
    for match in _ADDRESS.finditer(text):
        if len(set(match[1])) > 1:
            return "a password in an address", match[1]
    for match in _IN_QUERY.finditer(text):
        if holds_secrets(match["key"]) and _random(match["value"], MIN_SECRET_CHARACTERS):
            return "a secret in an address", match["value"]
    return None


def secret_under(key: str, text: str) -> str | None:
    """The secret that a text is as a whole, under the name of a field that holds secrets; None when it is none.

    The name of a secret is none: `bank_token`, `PAYMENTS_KEY_2`.
    """
    if not holds_secrets(key) or _TEMPLATE.search(text) is not None:
        return None
    value = text.strip()
    return value if " " not in value and _random(value, MIN_SECRET_CHARACTERS) else None


@lru_cache(maxsize=1_024)
def holds_secrets(key: str) -> bool:
    """Whether a field is called as those are that hold secrets: `X-Api-Key`, `clientSecret`, `token`."""
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key[:MAX_KEY_CHARACTERS]).replace("-", "_").lower()
    return _SECRET_KEY.search(plain) is not None


def _varied(text: str) -> bool:
    """Whether the part behind the beginning of a token is more than a stand-in such as `xxxx` or `...`."""
    behind = text[4:]
    has_digit = any(character.isdigit() for character in behind)
    return len(set(behind.lower())) > MIN_DIFFERENT and (has_digit or _jumbled(behind))


def _random(text: str, least: int) -> bool:
    """Whether a text is long enough and looks made by a machine, or like a password: no words, no number."""
    if len(text) < least or text.isdecimal() or _entropy_bits(text) < MIN_ENTROPY_BITS:
        return False
    if all(_WORD.fullmatch(part) is not None for part in _PARTS.split(text) if part):
        return _jumbled(text)
    has_digit = any(character.isdigit() for character in text)
    has_letter = any(character.isalpha() for character in text)
    return has_letter and (has_digit or not text.isalnum() or _jumbled(text))


def _jumbled(text: str) -> bool:
    """Whether small and capital letters go through one another as in no words."""
    letters = sum(character.isalpha() for character in text)
    return letters >= MIN_JUMBLED and sum(map(len, _HUMP.findall(text))) < WORDS_AMONG_LETTERS * letters


def _entropy_bits(text: str) -> float:
    """Of each character, as the text itself uses them."""
    return -sum(count / len(text) * log2(count / len(text)) for count in Counter(text).values())


def _is_user_and_password(text: str) -> bool:
    try:
        plain = base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return False
    return plain.isprintable() and ":" in plain[1:-1]
