"""Reading PDF, which another process does."""

from tools.knowledge.reading.apart import read_apart
from tools.knowledge.reading.blocks import CannotRead, Collector, Reading

PROGRAM = "tools.knowledge.reading.pdf_program"


def read_pdf(data: bytes) -> Reading:
    """A PDF with words in it; one of pictures alone has none. Blocks for up to `READ_S`. Raises CannotRead."""
    answer = read_apart(PROGRAM, data, name="The PDF")
    found = Collector()
    for kind, text, page in answer["parts"]:
        if kind == "text":
            found.block(text, page=page)
        else:
            found.heading(int(kind), text)
    if not found.blocks:
        raise CannotRead("The PDF has no words in it, only pictures. Add one with text, or a text file.")
    return found.reading(str(answer.get("title") or ""))
