"""`bot fmt`: put the text of a bot into the one layout, and change nothing that it says."""

import argparse
from pathlib import Path
from typing import Any

from flows.exchange.format.layout import format_text
from flows.exchange.format.refusal import CannotFormat
from flows.loader.document import read_document
from flows.loader.files import read_file, yaml_files
from voxloom.management.commands.verbs._bots import Stop, warn
from voxloom.management.commands.verbs._files import replace_file

NAME = "fmt"
HELP = "put the text of a bot into one layout; comments stay"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("file", metavar="FILE", help="a YAML file, or a folder of them")
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 if a file would change")


def run(options: dict[str, Any]) -> int:
    """0 done, 1 a file that cannot be laid out or would change under --check, 2 no such file."""
    code = 0
    try:
        for path in _files(Path(options["file"])):
            code = max(code, _format(path, check=bool(options["check"])))
    except Stop as stop:
        warn(str(stop))
        return stop.code
    return code


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    try:
        files = yaml_files(path)
    except OSError as problem:
        raise Stop(2, f"{path} cannot be read: {problem.strerror or problem}.") from None
    if not files:
        raise Stop(2, f"There is no YAML file in {path}.")
    return files


def _format(path: Path, *, check: bool) -> int:
    try:
        raw, size = read_file(path)
    except OSError as problem:
        raise Stop(2, f"{path} cannot be read: {problem.strerror or problem}.") from None
    try:
        text = _text(raw, size, str(path))
        laid_out = format_text(text, str(path))
    except CannotFormat as problem:
        for finding in problem.findings:
            warn(finding.as_text())
        return 1
    if laid_out == text:
        return 0
    print(path, flush=True)
    if check:
        return 1
    try:
        replace_file(path, laid_out.encode())
    except OSError as problem:
        raise Stop(2, f"{path} cannot be written: {problem.strerror or problem}.") from None
    return 0


def _text(raw: bytes, size: int, file: str) -> str:
    """The text of a file. Raises CannotFormat when it is too large or not UTF-8."""
    try:
        if size == len(raw):
            return raw.decode()
    except UnicodeDecodeError:
        pass
    raise CannotFormat(*read_document(raw, file, size)[1])
