"""`bot tools import`: operations of an OpenAPI document become tools, printed or put into a bot."""

import argparse
import json
import shlex
from typing import Any

from flows.exchange.format.refusal import CannotFormat
from flows.exchange.openapi.checked import as_yaml
from flows.exchange.openapi.document import NoDocument, read_document
from flows.exchange.openapi.importer import Imported, TooMany, import_openapi, list_openapi
from flows.exchange.openapi.names import BASE, MAX_BASE_CHARACTERS
from flows.exchange.openapi.plain import one_line
from flows.exchange.openapi.report import LeftOut
from flows.near import did_you_mean
from voxloom.management.commands.verbs._bots import Stop, warn
from voxloom.management.commands.verbs._openapi_into import Put, put_into
from voxloom.management.commands.verbs._openapi_source import document_bytes, is_address, shown_name

HELP = "make tools of the operations of an OpenAPI document"
MOST_SHOWN = 20
"""Names of operations in one line."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    add = parser.add_argument
    add("document", metavar="DOCUMENT", help="a file in JSON or YAML, or an https address")
    add(
        "--pick",
        metavar="A,B",
        default=None,
        help="the operations, by operationId or the name of the tool; default: all",
    )
    add("--base", metavar="NAME", default=None, help="what names of the service begin with; default: by its title")
    add("--into", metavar="FILE|FOLDER", default=None, help="the bot that the tools are added to")
    add("--list", action="store_true", help="show the operations, and which of them can be tools")
    add("--json", action="store_true", help="one JSON object on standard output; with --list a list")


def run(options: dict[str, Any]) -> int:
    """0 done, 1 nothing to import or a document that is refused, 2 usage or no such file."""
    name = options["document"]
    try:
        if options["list"] and options["into"] is not None:
            raise Stop(2, "--list changes nothing: leave --into out.")
        base, picks = _base(options["base"]), _picks(options["pick"])
        document, unread = read_document(document_bytes(name))
        if options["list"]:
            return _list(_known(list_openapi(document, picks=picks)), unread, as_json=bool(options["json"]))
        lies_at = name if is_address(name) else None
        imported = _known(import_openapi(document, picks=picks, base=base, lies_at=lies_at))
        return _import(imported, (*unread, *imported.left_out), options)
    except (NoDocument, TooMany) as problem:
        warn(f"{shown_name(name)} is not imported: {problem}")
        return 1
    except CannotFormat as problem:
        for finding in problem.findings:
            warn(finding.as_text())
        return 1
    except Stop as stop:
        warn(str(stop))
        return stop.code


def _base(name: str | None) -> str | None:
    if name is None:
        return None
    plain = name.removesuffix("_api")
    if BASE.match(plain) is None or len(plain) > MAX_BASE_CHARACTERS:
        told = f"small letters, digits and `_`, beginning with a letter, {MAX_BASE_CHARACTERS} at most"
        raise Stop(2, f"--base takes a name of {told}, such as bank.")
    return plain


def _picks(text: str | None) -> list[str]:
    """The operations that are wanted; none for all."""
    picks = list(dict.fromkeys(pick for one in (text or "").split(",") if (pick := one.strip())))
    if text is not None and not picks:
        raise Stop(2, "--pick takes operations with commas between them, such as getBalance,makeTransfer.")
    return picks


def _known(imported: Imported) -> Imported:
    """The same, if all that was picked is there. Raises Stop(2)."""
    if not imported.unknown:
        return imported
    shown = ", ".join(one_line(name, 64) for name in imported.known[:MOST_SHOWN])
    otherwise = f"It has: {shown}{', …' if len(imported.known) > MOST_SHOWN else ''}."
    pick = imported.unknown[0]
    raise Stop(2, f"There is no operation {one_line(pick, 64)}. {did_you_mean(pick, imported.known, otherwise)}")


def _list(imported: Imported, unread: tuple[LeftOut, ...], *, as_json: bool) -> int:
    if as_json:
        print(json.dumps([one.as_json() for one in imported.listed], ensure_ascii=False), flush=True)
    for one in imported.listed if not as_json else ():
        operation = one.operation
        told = f"cannot be a tool: {one.why_not}" if one.why_not else operation.summary
        words = (operation.place, one_line(operation.id, 64) or operation.tool, one_line(told, 300))
        print("  ".join(word for word in words if word), flush=True)
    places = {one.operation.place for one in imported.listed}
    for told_of in (*unread, *(one for one in imported.left_out if one.place not in places)):
        warn(f"{told_of.as_text()}.")
    if not imported.tools:
        raise Stop(1, "Nothing of it can be a tool.")
    return 0


def _import(imported: Imported, left_out: tuple[LeftOut, ...], options: dict[str, Any]) -> int:
    put = put_into(options["into"], imported.tools) if options["into"] is not None and imported.tools else None
    if options["json"]:
        told: dict[str, Any] = {"tools": imported.tools, "left_out": [one.as_json() for one in left_out]}
        told["base"] = imported.base
        if put is not None:
            told["findings"] = [finding.as_json() for finding in put.findings]
        print(json.dumps(told, ensure_ascii=False), flush=True)
    elif put is not None:
        _tell(put)
    elif imported.tools:
        print(as_yaml(imported.tools), end="", flush=True)
    for one in left_out if not options["json"] else ():
        warn(f"{one.as_text()}.")
    if not imported.tools:
        raise Stop(1, "Nothing could be imported.")
    if not options["json"]:
        _tell_what_to_give(imported)
    return 0


def _tell(put: Put) -> None:
    if put.added:
        print(f"{put.file}: added {', '.join(put.added)}.", flush=True)
    if put.there:
        print(f"{put.file}: there already, exactly so: {', '.join(put.there)}.", flush=True)
    for finding in put.findings:
        warn(finding.as_text())


def _tell_what_to_give(imported: Imported) -> None:
    """What whoever runs the bot gives, before anything is called for real."""
    warn("To call it for real, give what the bot names:")
    for name, address in imported.base.items():
        warn(f"  manage.py env {name}={shlex.quote(address) if address is not None else 'https://…'}")
    for name in imported.secrets:
        warn(f"  manage.py env --secret {name}")
    if imported.others:
        warn(f"The service lies at {', '.join(imported.others[:MOST_SHOWN])}, too.")
