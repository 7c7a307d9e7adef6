"""Bots as files: what somebody uploads, and what they take away with them."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from designer.drafts.state import MOST_BYTES
from designer.refusal import Refused
from flows.exchange.format.merge import merge_texts
from flows.exchange.format.refusal import CannotFormat
from flows.exchange.format.split import split_text
from flows.exchange.migrate.run import CannotMigrate, migrate
from flows.exchange.text.typed import as_a_file
from flows.findings import Finding
from flows.loader.files import YAML_ENDINGS
from flows.loader.load import load_texts

MOST_FILES = 500
MADE = (2026, 1, 1, 0, 0, 0)
"""The time of every entry of a ZIP: the same bot makes the same file."""


@dataclass(frozen=True)
class Given:
    """The text of a bot that was uploaded."""

    text: str
    notes: tuple[str, ...] = ()
    """What was done with it, in the words of whoever reads it."""


def text_of(file_name: str, content: bytes) -> Given:
    """The text of a YAML file, or of a ZIP with the YAML files of one folder. It may have errors. Raises Refused."""
    if content[:4] == b"PK\x03\x04" or PurePosixPath(file_name).suffix.lower() == ".zip":
        texts = _unpacked(content)
    else:
        texts = {PurePosixPath(file_name).name or "bot.yaml": _decoded(file_name, content)}
    try:
        migrated = migrate(texts)
        texts = dict(migrated.texts)
        notes = migrated.told
    except CannotMigrate:
        notes = ()  # what keeps it from being migrated is told as any error of a draft is
    if len(texts) == 1:
        return Given(next(iter(texts.values())), notes)
    try:
        text = merge_texts(texts, load_texts(texts).document)
    except CannotFormat as problem:
        raise _cannot("The files cannot be joined.", problem.findings) from None
    return Given(text, (*notes, f"{len(texts)} files were joined."))


def as_zip(text: str, slug: str, *, crlf: bool) -> bytes:
    """A folder with a file for each flow, where the text can be cut so. `text`: with LF for line ends."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in split_text(text).items():
            entry = zipfile.ZipInfo(f"{slug}/{name}", MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, as_a_file(part, crlf=crlf).encode())
    return packed.getvalue()


def _unpacked(content: bytes) -> dict[str, str]:
    """The YAML files of the archive's one folder; what lies elsewhere in it is left alone. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = [entry for entry in archive.infolist() if _is_yaml(entry)]
            folders = {PurePosixPath(entry.filename).parent for entry in found}
            if not found or len(found) > MOST_FILES:
                raise _cannot(f"The ZIP must have 1 to {MOST_FILES} YAML files; it has {len(found)}.")
            if len(folders) > 1:
                raise _cannot("The YAML files of a bot lie in one folder; this ZIP has several with some.")
            left, texts = MOST_BYTES, dict[str, str]()
            for entry in sorted(found, key=lambda one: one.filename):
                with archive.open(entry) as file:
                    raw = file.read(left + 1)  # whatever its header says of its size
                left -= len(raw)
                if left < 0:
                    raise Refused(413, "file.long", f"A bot has at most {MOST_BYTES:,} bytes.", "Take something out.")
                name = PurePosixPath(entry.filename).name
                texts[name] = _decoded(name, raw)
            return texts
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise _cannot("This ZIP cannot be read.") from None


def _is_yaml(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return not entry.is_dir() and path.suffix in YAML_ENDINGS and not hidden


def _decoded(name: str, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        raise _cannot(f"Line {line} of {PurePosixPath(name).name[:100]} is no UTF-8 text.") from None


def _cannot(message: str, findings: tuple[Finding, ...] = ()) -> Refused:
    told = [finding.as_json() for finding in findings]
    remedy = "Upload one YAML file, or a ZIP of one folder with the YAML files of one bot."
    return Refused(422, "file.malformed", message, remedy, findings=told)
