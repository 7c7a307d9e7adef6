"""Reads settings from the environment. What does not fit stops the program in one line a setting, with no traceback."""

import ipaddress
import math
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from voxloom.outgoing.addresses import Opening, opening_of

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
MOST_DIGITS = 9
"""Of a whole number: more is a slip, and Python refuses to read thousands of them."""
WORD = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
USAGE = 2
"""The exit code of what is wrong with how a program was called."""


class Environment:
    """The variables of the process. Every problem is noted, so that all of them are told at once."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self.problems: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        """As it stands there; the default where there is nothing."""
        return self._variables.get(name) or default

    def word(self, name: str, default: str) -> str:
        """A name of small letters, digits and hyphens, as it may stand in an address."""
        text = self.text(name)
        if not text or WORD.fullmatch(text):
            return text or default
        self.refuse(name, "a word of at most 40 small letters, digits and hyphens")
        return default

    def names(self, name: str) -> list[str]:
        """Texts with commas between them."""
        return [part for part in map(str.strip, self.text(name).split(",")) if part]

    def whole(self, name: str, default: int, least: int, most: int | None = None) -> int:
        """A whole number within limits."""
        text = self.text(name)
        fits = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
        if fits and int(text) >= least and (most is None or int(text) <= most):
            return int(text)
        if text:
            limits = f"of {least} or more" if most is None else f"from {least} to {most}"
            self.refuse(name, f"a whole number {limits}", str(default))
        return default

    def seconds(self, name: str, default: float, most: float) -> float:
        """A time in seconds, with or without a decimal point."""
        text = self.text(name)
        if not text:
            return default
        try:
            value = float(text) if text.isascii() and "_" not in text else math.nan
        except ValueError:
            value = math.nan
        if 0 <= value <= most:
            return value
        self.refuse(name, f"a number of seconds from 0 to {most:g}", f"{default:g}")
        return default

    def networks(self, name: str) -> tuple[Network, ...]:
        """Addresses or networks with commas between them."""
        found: list[Network] = []
        for text in self.names(name):
            try:
                found.append(ipaddress.ip_network(text))
            except ValueError:
                self.refuse(name, f"addresses or networks with commas between them; {text[:60]!r} is none")
        return tuple(found)

    def openings(self, name: str) -> tuple[Opening, ...]:
        """The same, and networks behind which stands a port: `127.0.0.1/32:8931`."""
        found: list[Opening] = []
        for text in self.names(name):
            try:
                found.append(opening_of(text))
            except ValueError:
                fits = "addresses or networks, with `/BITS:PORT` for one port of it, and commas between them"
                self.refuse(name, f"{fits}; {text[:60]!r} is none")
        return tuple(found)

    def file(self, name: str) -> str:
        """The path of a file that is there."""
        text = self.text(name)
        if text and not Path(text).is_file():
            self.refuse(name, "the path of a file")
            return ""
        return text

    def switch(self, name: str, *, default: bool) -> bool:
        """`on` or `off`."""
        text = self.text(name)
        if text in ("on", "off", ""):
            return text == "on" if text else default
        self.refuse(name, "on or off", "on" if default else "off")
        return default

    def one_of(self, name: str, default: str, *others: str) -> str:
        """One of a few words."""
        text = self.text(name, default)
        if text in (default, *others):
            return text
        self.refuse(name, f"{', '.join((default, *others[:-1]))} or {others[-1]}", default)
        return default

    def address(self, name: str, schemes: tuple[str, ...]) -> str:
        """An address that begins with one of these."""
        text = self.text(name)
        if text and not text.startswith(tuple(f"{scheme}://" for scheme in schemes)):
            self.refuse(name, f"an address that begins with {' or '.join(f'{scheme}://' for scheme in schemes)}")
            return ""
        return text

    def refuse(self, name: str, fits: str, default: str = "") -> None:
        """Note what is wrong with a setting and what fits it."""
        without = f" Without it, it is {default}." if default else ""
        self.problems.append(f"{name} must be {fits}, not {_shown(self.text(name))}.{without}")

    def stop_if_wrong(self) -> None:
        """End the program when something does not fit."""
        if self.problems:
            sys.stderr.write("".join(f"{problem}\n" for problem in self.problems))
            raise SystemExit(USAGE)


def _shown(text: str) -> str:
    return repr(text) if len(text) <= 60 else f"{text[:60]!r}…"
