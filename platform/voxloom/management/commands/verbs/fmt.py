"""`bot fmt`: put the text of a bot into the one layout, and change nothing that it says."""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flows.exchange.format.layout import format_text
from flows.exchange.format.refusal import CannotFormat
from flows.exchange.migrate.run import CannotMigrate, migrate
from flows.findings import Finding
from voxloom.management.commands.verbs._bots import Stop, warn
from voxloom.management.commands.verbs._files import files_of, text_of, write_file

NAME = "fmt"
HELP = "put the text of a bot into one layout; comments stay"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("file", metavar="FILE", help="a YAML file, or a folder of them")
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 if a file would change")


def run(options: dict[str, Any]) -> int:
    """0 done, 1 a file that cannot be laid out or would change under --check, 2 no such file."""
    try:
        return _format(files_of(Path(options["file"])), check=bool(options["check"]))
    except Stop as stop:
        warn(str(stop))
        return stop.code


def _format(files: list[Path], *, check: bool) -> int:
    texts: dict[str, str] = {}
    code = 0
    for path in files:
        try:
            texts[str(path)] = text_of(path)
        except CannotFormat as problem:
            code = _tell(problem.findings)
    try:
        migrated = migrate(texts)
    except CannotMigrate as problem:
        return _tell(problem.findings)
    for told in migrated.told:
        warn(f"migrated: {told}")
    for name, text in migrated.texts.items():
        try:
            laid_out = format_text(text, name)
        except CannotFormat as problem:
            code = _tell(problem.findings)
            continue
        if laid_out == texts[name]:
            continue
        print(name, flush=True)
        if check:
            code = 1
        else:
            write_file(Path(name), laid_out.encode())
    return code


def _tell(findings: Iterable[Finding]) -> int:
    for finding in findings:
        warn(finding.as_text())
    return 1
