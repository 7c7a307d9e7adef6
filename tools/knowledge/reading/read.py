"""Reading a document of any kind that can be read."""

from tools.knowledge.reading.apart import read_apart
from tools.knowledge.reading.blocks import Block, CannotRead, Reading
from tools.knowledge.reading.pdf import read_pdf

PDF, HTML, MARKDOWN, TEXT = "pdf", "html", "markdown", "text"
ENDINGS = {
    "pdf": PDF, "html": HTML, "htm": HTML, "xhtml": HTML, "md": MARKDOWN, "markdown": MARKDOWN, "txt": TEXT,
    "text": TEXT,
}  # fmt: skip
TYPES = {
    "application/pdf": PDF, "text/html": HTML, "application/xhtml+xml": HTML, "text/markdown": MARKDOWN,
    "text/x-markdown": MARKDOWN, "text/plain": TEXT,
}  # fmt: skip
TEXT_PROGRAM = "tools.knowledge.reading.text_program"
MOST_BYTES = 20_000_000
"""A book of a thousand pages without its pictures has a tenth of that."""
MOST_CHARACTERS = 5_000_000


def kind_of(name: str, data: bytes, content_type: str = "") -> str:
    """What a file is: by how it begins, by what a server says of it, by the end of its name. Raises CannotRead."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return PDF
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    kind = TYPES.get(content_type.partition(";")[0].strip().lower()) or ENDINGS.get(ending)
    if kind == PDF or (kind is None and b"\0" in data[:4096]):
        raise CannotRead("It is no PDF, HTML, Markdown or text. Save it as one of these, and add that.")
    if kind is None or (kind == TEXT and ending in ENDINGS):
        kind = ENDINGS.get(ending) or (
            HTML if data[:2048].lstrip()[:15].lower().startswith((b"<!doctype", b"<html")) else TEXT
        )
    return kind


def read(data: bytes, kind: str) -> Reading:
    """The document. Blocks for up to a minute. Raises CannotRead."""
    if len(data) > MOST_BYTES:
        raise CannotRead(f"It has {len(data) >> 20} MB; {MOST_BYTES // 1_000_000} MB can be read. Split it.")
    if kind == PDF:
        return read_pdf(data)
    text = _decoded(data)
    if len(text) > MOST_CHARACTERS:
        raise CannotRead(f"It has more than {MOST_CHARACTERS:,} characters. Split it, and add the parts.")
    told = read_apart(TEXT_PROGRAM, text.encode(), kind, name="The document")
    if not told["blocks"]:
        raise CannotRead("There are no words in it.")
    blocks = (Block(words, tuple(headings), part=part) for words, headings, part in told["blocks"])
    return Reading(told["title"], tuple(blocks))


def _decoded(data: bytes) -> str:
    """UTF-8, or what Windows writes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
