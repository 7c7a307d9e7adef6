"""One text as the files of a folder, one for each flow: what people keep under version control, and review by file."""

import re

from flows.exchange.text.outline import outline
from flows.loader.document import read_document
from flows.loader.load import load_texts

REST, TESTS = "bot.yaml", "tests.yaml"
_SAFE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z")


def split_text(text: str) -> dict[str, str]:
    """The files by name, which together say what the text says; one file where it cannot be cut so.

    Every line of the text stands in one of them, with its comments; each flow below a `flows:` of its own.
    """
    files = _files(text)
    if files is None:
        return {REST: text}
    document, _ = read_document(text.encode("utf-8", "surrogatepass"), REST)
    together = load_texts(files).document
    return files if document is not None and together.data == document.data else {REST: text}


def _files(text: str) -> dict[str, str] | None:
    parts = outline(text)
    if parts is None:
        return None
    names = parts.names.get(("flows",), [])
    if not all(map(_SAFE.match, names)) or len(names) < 2:
        return None
    files = {REST: ""}
    for part in parts.parts:
        own = _ended(text[part.start : part.end])
        match part.path:
            case ("flows", str(name)):
                name = f"flow-{name}.yaml"
                files[name] = files.get(name, "flows:\n") + own
            case ("flows",):
                files[REST] += _comments(own)
            case ("tests", *_):
                files[TESTS] = files.get(TESTS, "") + own
            case _:
                files[REST] += own
    return files


def _comments(head: str) -> str:
    """What stands above and below the line `flows:` stays with the rest."""
    return "".join(line for line in head.splitlines(keepends=True) if line.lstrip().startswith("#") or not line.strip())


def _ended(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"
