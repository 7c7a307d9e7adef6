"""The address of a request, taken apart before its templates are filled: what leads where cannot hang on a caller."""

import re
import unicodedata
from dataclasses import dataclass

from jinja2 import nodes

from flows.checks.inside import address_of, inside, plain_host

ENV, VALUE = "\ue000", "\ue001"
"""What stands for `{{ env.NAME }}` and for any other template while the address is taken apart."""
MAX_PORT = 65_535
MAX_HOST_CHARACTERS = 253
NAME_OUTSIDE = "Name the address outside: `{{ env.NAME }}`; the operator decides what may be reached."
_SCHEME = re.compile(r"(?P<scheme>[^/?#:]*):(?P<rest>.*)\Z", re.DOTALL)
_HOST = re.compile(r"[\w.-]+\Z")
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Zp"})
"""Kinds of characters that are not seen, or end a line."""


@dataclass(frozen=True)
class UrlProblem:
    """What is wrong with an address, in words."""

    message: str
    remedy: str
    is_of_user: bool = False
    """Whether it is a user or password, which may be told of as a secret already."""


def url_problem(text: str, tree: nodes.Template) -> UrlProblem | None:
    """The first thing that is wrong with an address; None when a request may be made to it. `tree`: the text as a
    template. What stands in it as a secret is told of elsewhere."""
    if (sign := _unseen(text)) is not None:
        return UrlProblem(
            f"The address has {sign} in it.", "Leave it out; in a path it is written as `%20` and the like."
        )
    plain = _without_templates(tree)
    if "\\" in plain:
        return UrlProblem("The address has a `\\` in it, which some read as `/`.", "Write `/`.")
    scheme, rest = _scheme(plain)
    if scheme is None:
        if rest.startswith(ENV):
            return _authority(rest, base=True)
        if rest.startswith(VALUE):
            return _of_a_value("where the address leads")
        return UrlProblem(
            "The address does not begin with a scheme and a host.", "Write `https://HOST/…`, or `{{ env.NAME }}/…`."
        )
    if VALUE in scheme:
        return _of_a_value("the scheme")
    if scheme != ENV and scheme.lower() not in ("http", "https"):
        shown = scheme[:20].replace(ENV, "…")
        return UrlProblem(f"A tool asks by https or http, not by `{shown}`.", "Write `https://HOST/…`.")
    if not rest.startswith("//"):
        return UrlProblem("The address has no `//` behind its scheme.", "Write `https://HOST/…`.")
    return _authority(rest[2:], base=False)


def _unseen(text: str) -> str | None:
    outside = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text)
    for character in outside:
        if character == " ":
            return "a space"
        if unicodedata.category(character) in _REFUSED:
            return f"the sign {ascii(character)[1:-1]}"
    return None


def _without_templates(tree: nodes.Template) -> str:
    """The address with a sign for each of its templates."""
    pieces: list[str] = []
    for output in tree.body:
        if not isinstance(output, nodes.Output):
            pieces.append(VALUE)
            continue
        for part in output.nodes:
            pieces.append(part.data if isinstance(part, nodes.TemplateData) else ENV if _is_env(part) else VALUE)
    return "".join(pieces)


def _is_env(part: nodes.Node) -> bool:
    """Whether it is `env.NAME`, with no filter that may put something else in its place."""
    return isinstance(part, nodes.Getattr) and isinstance(part.node, nodes.Name) and part.node.name == "env"


def _scheme(text: str) -> tuple[str | None, str]:
    """The scheme and what follows it; without one None, and the whole text."""
    match = _SCHEME.match(text)
    if match is None:
        return None, text
    if match["rest"].startswith("//"):
        return match["scheme"], match["rest"]
    # Without slashes it is rather a host and its port that stand around the colon.
    port = re.match(r"[0-9]+(?=[/?#]|\Z)", match["rest"])
    if port is not None or "." in match["scheme"] or match["scheme"].startswith(ENV):
        return None, text
    return match["scheme"], match["rest"]


def _authority(rest: str, *, base: bool) -> UrlProblem | None:
    """User, host and port; `base`: it begins with `{{ env.NAME }}`, which may be all of these and more."""
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if VALUE in authority:
        return _of_a_value("the host")
    user, at, place = authority.rpartition("@")
    if at and (base or ENV not in user or user.replace(ENV, "").replace(":", "")):
        remedy = "Take it out, and name a secret: `auth: {bearer: NAME}`."
        return UrlProblem("A user stands in the address, before the `@`.", remedy, is_of_user=True)
    host, port = _parted(place)
    if not host:
        return UrlProblem("The address has no host.", "Write `https://HOST/…`, or `{{ env.NAME }}/…`.")
    if port and port != ENV and not (port.isascii() and port.isdecimal() and 0 < int(port[:9]) <= MAX_PORT):
        shown = port[:20].replace(ENV, "…")
        return UrlProblem(f"`{shown}` is no port.", f"Write a number from 1 to {MAX_PORT}, or leave it out.")
    return _host(host)


def _parted(place: str) -> tuple[str, str]:
    """Host and port."""
    if place.startswith("["):
        host, bracket, behind = place.partition("]")
        return host + bracket + ("" if behind.startswith(":") else behind), behind.removeprefix(":") if bracket else ""
    host, colon, port = place.rpartition(":")
    return (host, port) if colon and ":" not in host else (place, "")


def _host(host: str) -> UrlProblem | None:
    bare = host.replace(ENV, "")
    if not bare.strip("."):
        return None if ENV in host else UrlProblem("The address has no host.", "Write `https://HOST/…`.")
    shown = host[:40].replace(ENV, "…")
    # What is given outside may be a number as well as a word: where numbers stand around it, it is taken for one.
    filled = host.replace(ENV, "1" if any(character.isdigit() for character in bare) else "x")
    if not _can_be_host(plain_host(filled)) or (ENV in host and "[" in host):
        return UrlProblem(f"`{shown}` cannot be the name of a host.", "Write it as in `api.example.com`.")
    if (where := inside(filled)) is not None and not (ENV in host and "." not in host):
        return UrlProblem(f"`{shown}` leads to {where}, not out to the internet.", NAME_OUTSIDE)
    return None


def _can_be_host(plain: str) -> bool:
    if ":" in plain or plain.startswith("["):
        return re.match(r"\[[0-9a-f:.]+(%\w+)?\]\Z", plain) is not None and address_of(plain) is not None
    if address_of(plain) is not None:
        return True
    last = plain.rpartition(".")[2]
    like_a_number = last.isdecimal() or re.match(r"0x[0-9a-f]*\Z", last) is not None
    return (
        len(plain) <= MAX_HOST_CHARACTERS and _HOST.match(plain) is not None and ".." not in plain and not like_a_number
    )


def _of_a_value(what: str) -> UrlProblem:
    message = f"A value of the call decides {what}: scheme, host and port take no template but `{{{{ env.NAME }}}}`."
    return UrlProblem(message, "Write them out, or as `{{ env.NAME }}`; values may stand in the path and in `query:`.")
