"""Keeping names and hosts, in the workspace at hand. All of it blocks; secrets go in and are shown to nobody."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from voxloom.accounts.environments import PRODUCTION, is_environment
from voxloom.accounts.sealed import seal, unseal
from voxloom.audit.actor import note
from voxloom.given.models import AllowedHost, Name

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}\Z")
_HOST = re.compile(r"(?:\*\.)?[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\Z")
MOST_CHARACTERS = 20_000
"""A key of a service account in JSON has 2,300, a certificate with those above it and its key 12,000."""
_PEM = "-----BEGIN "


class NotThat(ValueError):
    """It cannot be kept so; the message is one line, says what would fit, and holds no value."""

    logs_its_words = True


@dataclass(frozen=True)
class Everything:
    """All that is given in one environment of a workspace."""

    names: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()
    """In small letters; those of the addresses among the names are in it."""

    def __repr__(self) -> str:
        """Nothing of it stands in a log by accident."""
        return f"Everything({len(self.names)} names, {len(self.secrets)} secrets, {len(self.hosts)} hosts)"

    def may_ask(self, host: str) -> bool:
        """Whether requests may be sent to a host."""
        host = host.lower().rstrip(".")
        above = host.split(".")
        wider = {"*." + ".".join(above[start:]) for start in range(1, len(above))}
        return bool(host) and (host in self.hosts or not wider.isdisjoint(self.hosts))


def checked(name: str, value: str, environment: str) -> None:
    """Whether a name may stand for this there. Raises NotThat."""
    if not is_environment(environment):
        raise NotThat("An environment is called by small letters, digits and hyphens.")
    if not _NAME.match(name):
        raise NotThat("A name is a letter, then up to 63 letters, digits, `_` and `-`.")
    if not value or len(value) > MOST_CHARACTERS:
        raise NotThat(f"A value has from 1 to {MOST_CHARACTERS} characters.")
    lines = "\0" if value.startswith(_PEM) else "\r\n\0"
    if any(sign in value for sign in lines):
        raise NotThat("A value is one line, but for a certificate with its key (PEM).")


def give(name: str, value: str, *, environment: str = PRODUCTION, secret: bool = False) -> None:
    """A name stands for this from now on. Raises NotThat."""
    checked(name, value, environment)
    Name.objects.update_or_create(
        environment=environment, name=name, defaults={"secret": secret, "sealed": seal(value.encode())}
    )
    note("secret.set" if secret else "name.set", name, environment=environment)


def take_back(name: str, *, environment: str = PRODUCTION) -> bool:
    """It stands for nothing any more; whether it did."""
    gone = Name.objects.filter(environment=environment, name=name).delete()[0] > 0
    if gone:
        note("name.drop", name, environment=environment)
    return gone


def host_of(text: str) -> str:
    """As it is kept. Raises NotThat."""
    host = text.strip().lower().rstrip(".")
    if not _HOST.match(host) or ".." in host:
        raise NotThat("A host is a name such as `api.shop.example`; `*.shop.example` are all below it.")
    return host


def allow(host: str) -> None:
    """Bots may ask it. Raises NotThat."""
    text = host_of(host)
    _, new = AllowedHost.objects.get_or_create(host=text)
    if new:
        note("host.allow", text)


def refuse(host: str) -> bool:
    """Bots may not ask it any more; whether they might."""
    text = host.strip().lower().rstrip(".")
    gone = AllowedHost.objects.filter(host=text).delete()[0] > 0
    if gone:
        note("host.refuse", text)
    return gone


def everything(environment: str = PRODUCTION) -> Everything:
    """For whoever asks on behalf of bots. Raises WrongFieldKey."""
    names, secrets = dict[str, str](), dict[str, str]()
    for row in Name.objects.filter(environment=environment):
        (secrets if row.secret else names)[row.name] = unseal(row.sealed).decode()
    hosts = set(AllowedHost.objects.values_list("host", flat=True))
    hosts |= {host for value in names.values() if (host := _host_of(value))}
    return Everything(names, secrets, frozenset(hosts))


def _host_of(value: str) -> str:
    """The host of an address: who gives that to a bot says that it may be asked."""
    try:
        parts = urlsplit(value)
        return (parts.hostname or "").lower() if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""
