"""Puts tools into the files of a bot: all of them or none, and everything else stays as it stands."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.exchange.edit import edit
from flows.exchange.edits import Add
from flows.exchange.openapi.checked import as_yaml
from flows.exchange.text.refusal import Refused
from flows.findings import Finding
from flows.loader.document import read_document
from flows.loader.files import yaml_files
from flows.loader.load import Loaded, load_text, load_texts
from voxloom.management.commands.verbs._bots import Stop
from voxloom.management.commands.verbs._files import files_of, text_of, write_file

NEW_FILE = "tools.yaml"
"""Where tools go in a folder that has none yet."""


@dataclass(frozen=True)
class Put:
    """What came of it."""

    file: Path
    added: tuple[str, ...]
    there: tuple[str, ...]
    """Tools that were there already, exactly so."""
    findings: tuple[Finding, ...]
    """What the checks find now, and did not before."""


def put_into(into: str, tools: dict[str, Any]) -> Put:
    """Add the tools to a bot. Raises Stop, and CannotFormat where a file cannot be read; then nothing is changed."""
    path = Path(into)
    if not path.exists():
        raise Stop(2, f"{into} does not exist; --into takes a file of a bot, or its folder.")
    texts = {file: text_of(file) for file in files_of(path)}
    known = {file: _tools_of(text) for file, text in texts.items()}
    added, there = _told_apart(into, tools, {name: tool for one in known.values() for name, tool in one.items()})
    file = _file(path, known)
    if not added:
        return Put(file, (), tuple(there), ())
    after = _with_tools(file, texts.get(file), {name: tools[name] for name in added})
    findings = _caused(path, texts, {**texts, file: after})
    write_file(file, after.encode())
    return Put(file, tuple(added), tuple(there), findings)


def _tools_of(text: str) -> dict[str, Any]:
    document, _ = read_document(text.encode(), "")
    tools = document.data.get("tools") if document is not None and isinstance(document.data, dict) else None
    return {str(name): tool for name, tool in tools.items()} if isinstance(tools, dict) else {}


def _told_apart(into: str, tools: dict[str, Any], known: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The tools that are new, and those that are there already. Raises Stop for those that are there and differ."""
    there = [name for name, tool in tools.items() if name in known and _same(known[name], tool)]
    taken = [name for name in tools if name in known and name not in there]
    if taken:
        names = ", ".join(taken)
        are = "a tool that is another one" if len(taken) == 1 else "tools that are other ones"
        raise Stop(1, f"{into} has {are} under the same name: {names}. Rename or delete there, or --pick others.")
    return [name for name in tools if name not in known], there


def _same(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True, default=str) == json.dumps(other, sort_keys=True, default=str)


def _file(path: Path, known: dict[Path, dict[str, Any]]) -> Path:
    """The file that they go into: of a folder the last one that has tools."""
    if not path.is_dir():
        return path
    with_tools = [file for file in yaml_files(path) if known.get(file)]
    return with_tools[-1] if with_tools else path / NEW_FILE


def _with_tools(file: Path, text: str | None, tools: dict[str, Any]) -> str:
    """The text of a file with the tools; a new file has none yet. Raises Stop."""
    if text is None:
        return as_yaml(tools)
    try:
        for name, tool in tools.items():
            text = edit(text, Add(kind="tool", name=name, value=tool)).text
    except Refused as problem:
        place = f"{file}:{problem.line}:{problem.column}"
        raise Stop(1, f"{place}: {problem.message} {problem.remedy} Nothing is changed.") from None
    return text


def _caused(path: Path, before: dict[Path, str], after: dict[Path, str]) -> tuple[Finding, ...]:
    """What the checks find in the new text alone. Raises Stop where the bot could not be read any more."""
    old, new = (_loaded(path, texts) for texts in (before, after))
    known = {(found.code, found.path, found.message) for found in old.findings}
    caused = tuple(found for found in new.findings if (found.code, found.path, found.message) not in known)
    unread = [found for found in caused if found.code.startswith("yaml.")]
    if unread or (new.bot is None and old.bot is not None):
        why = (unread or caused)[0].as_text()
        raise Stop(1, f"{path} could not be read with these tools: {why} Nothing is changed.")
    return caused


def _loaded(path: Path, texts: dict[Path, str]) -> Loaded:
    if not path.is_dir():
        return load_text(texts[path], path.name)
    return load_texts({file.name: text for file, text in texts.items()})
