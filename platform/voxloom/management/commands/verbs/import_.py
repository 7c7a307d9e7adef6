"""`bot import`: a file, a folder or another tool's project becomes a version of a bot in the database."""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import DatabaseError

from flows.catalogue import AddressTaken, KeptMeanwhile, keep, newest_number
from flows.exchange.format.merge import merge_texts
from flows.exchange.format.refusal import CannotFormat
from flows.exchange.migrate.run import CannotMigrate, migrate
from flows.exchange.rasa.importer import import_rasa
from flows.findings import Finding
from flows.loader.document import read_document
from flows.loader.load import load_text, load_texts
from voxloom.accounts.workspaces import UnknownWorkspace
from voxloom.management.commands.verbs._bots import NO_DATABASE, Stop, add_workspace, by_this_user, warn
from voxloom.management.commands.verbs._files import files_of, text_of, write_file

NAME = "import"
HELP = "store a bot in the database as its next version; it does not answer before it is published"
RASA = "rasa"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    add = parser.add_argument
    add("path", metavar="PATH", help="a YAML file, a folder of them, or with --from the folder of a project")
    add("--from", dest="source", choices=(RASA,), default=None, help="the tool that the project was made with")
    add("--out", metavar="FILE", default=None, help="with --from: write the bot there, and store nothing")
    add("--message", metavar="TEXT", default="", help="what has changed and why; kept with the version")
    add_workspace(parser)


def run(options: dict[str, Any]) -> int:
    """0 stored, 1 a bot with errors or one that somebody else stored meanwhile, 2 usage, no such file, no database."""
    try:
        path = Path(options["path"])
        if options["source"] is None:
            if options["out"] is not None:
                raise Stop(2, "--out goes with --from.")
            return _store(_texts(path), options["message"])
        return _from_rasa(path, options["out"], options["message"])
    except Stop as stop:
        warn(str(stop))
        return stop.code
    except (CannotFormat, CannotMigrate) as problem:
        _tell(problem.findings)
        warn(f"{options['path']} is not stored.")
        return 1


def _texts(path: Path) -> dict[str, str]:
    """The files by name, in the present version of the language. Raises the refusals."""
    migrated = migrate({file.name: text_of(file) for file in files_of(path)})
    for told in migrated.told:
        warn(f"migrated: {told}")
    return migrated.texts


def _store(texts: dict[str, str], message: str) -> int:
    """Keep the bot as its next version, if it may run; what lies in several files is joined."""
    try:
        after = newest_number(_slug(texts))
        loaded = load_texts(texts)
        _tell(loaded.findings)
        if not loaded.runnable:
            raise Stop(1, "The bot has errors and is not stored.")
        text = merge_texts(texts, loaded.document) if len(texts) > 1 else next(iter(texts.values()))
        kept = keep(text, loaded, after, by_this_user(message))
    except (KeptMeanwhile, AddressTaken) as problem:
        raise Stop(1, str(problem)) from None
    except UnknownWorkspace as problem:
        raise Stop(2, str(problem)) from None
    except DatabaseError:
        raise Stop(2, NO_DATABASE) from None
    version = kept.version
    stored = "is stored" if kept.is_new else "has this text already"
    print(f"{version.bot.slug}: version {version.number} {stored}.", flush=True)
    return 0


def _slug(texts: dict[str, str]) -> str:
    """The name of the bot, before anything is checked; empty when it has none."""
    for name, text in texts.items():
        document, _ = read_document(text.encode(), name)
        if document is not None and isinstance(document.data, dict) and "bot" in document.data:
            return str(document.data["bot"])
    return ""


def _from_rasa(path: Path, out: str | None, message: str) -> int:
    if not path.is_dir():
        raise Stop(2, f"{path} is no folder of a Rasa project.")
    made = import_rasa(path)
    for item in made.report:
        print(item.as_text(), flush=True)
    if not made.text:
        raise Stop(1, f"No bot could be made of {path}.")
    if out is None:
        return _store({f"{path.name}.yaml": made.text}, message)
    write_file(Path(out), made.text.encode())
    loaded = load_text(made.text, out)
    _tell(loaded.findings)
    return 0 if loaded.runnable else 1


def _tell(findings: Iterable[Finding]) -> None:
    for finding in findings:
        warn(finding.as_text())
