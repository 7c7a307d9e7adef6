"""The front door of the language: a file, a folder or a text becomes a bot and its findings."""

from dataclasses import dataclass, replace
from pathlib import Path

from flows.checks.run import check
from flows.definition.bot import Bot
from flows.findings import Finding, Place, has_errors, in_order
from flows.loader.decode import decode_bot
from flows.loader.document import MAX_BYTES, Document, dotted, read_document

YAML_ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True)
class Loaded:
    """What came of reading a bot. `bot` is None when it could not be read; with errors it must not run."""

    bot: Bot | None
    findings: tuple[Finding, ...]
    document: Document

    @property
    def runnable(self) -> bool:
        """Whether the bot may run."""
        return self.bot is not None and not has_errors(self.findings)


def load_text(text: str | bytes, file: str = "bot.yaml") -> Loaded:
    """Read and check a bot from its text."""
    document, findings = read_document(text.encode() if isinstance(text, str) else text, file)
    return _finish(document or Document({}, file=file), findings, readable=document is not None)


def load_path(path: Path) -> Loaded:
    """Read and check a bot from a file, or from all YAML files of a folder. Raises OSError when there is none."""
    if not path.is_dir():
        with path.open("rb") as stream:
            return load_text(stream.read(MAX_BYTES + 1), path.name)
    files = sorted(entry for entry in path.iterdir() if entry.suffix in YAML_ENDINGS and entry.is_file())
    if not files:
        raise FileNotFoundError(f"there is no YAML file in {path.name}")
    merged, findings, readable = Document({}, {}, files[0].name), list[Finding](), True
    for entry in files:
        with entry.open("rb") as stream:
            document, problems = read_document(stream.read(MAX_BYTES + 1), entry.name)
        findings += problems
        readable = readable and document is not None
        if document is not None:
            findings += _merge(merged, document)
    return _finish(merged, findings, readable=readable)


def _merge(into: Document, document: Document) -> list[Finding]:
    """Add one file of a folder: maps are joined by their keys, everything else may stand in one file only."""
    if not isinstance(document.data, dict):
        message = "A file of a bot is a map of fields."
        return [Finding("schema.type", "", message, "Begin with a field such as `flows:`.", document.place(()))]
    findings = []
    for key, value in document.data.items():
        known = into.data.get(key)
        if key not in into.data:
            into.data[key] = value
        elif isinstance(known, dict) and isinstance(value, dict):
            for name, entry in value.items():
                if name in known:
                    findings.append(_twice(into, document, (key, name)))
                else:
                    known[name] = entry
        elif known != value:
            findings.append(_twice(into, document, (key,)))
    for path, place in document.places.items():
        into.places.setdefault(path, place)
    return findings


def _twice(into: Document, document: Document, path: tuple[str | int, ...]) -> Finding:
    first: Place = into.place(path)
    message = f"`{path[-1]}` stands in {first.file} line {first.line} already."
    return Finding("yaml.duplicate", dotted(path), message, "Keep it in one file.", document.place(path))


def _finish(document: Document, findings: list[Finding], *, readable: bool) -> Loaded:
    bot: Bot | None = None
    if readable:
        bot, problems = decode_bot(document)
        findings = findings + problems
    if bot is not None:
        findings = findings + check(bot, document)
    return Loaded(bot, tuple(in_order(findings)), replace(document))
