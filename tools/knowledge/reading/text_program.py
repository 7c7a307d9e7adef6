"""The program that reads HTML, Markdown and text: `python -m tools.knowledge.reading.text_program html`, the text on
standard input in UTF-8.

It prints one JSON object: the `title`, and `blocks`, each `[text, headings, part]`.
"""

import json
import sys
from typing import Any

from tools.knowledge.reading.apart import bind
from tools.knowledge.reading.html import read_html
from tools.knowledge.reading.markdown import read_markdown
from tools.knowledge.reading.plain import read_plain

READERS = {"html": read_html, "markdown": read_markdown, "text": read_plain}


def main() -> int:
    """Read standard input, print what is in it."""
    bind()
    print(json.dumps(told(sys.stdin.buffer.read().decode(), sys.argv[1])))  # noqa: T201 - its only output
    return 0


def told(text: str, kind: str) -> dict[str, Any]:
    """What a text says."""
    reading = READERS[kind](text)
    return {"title": reading.title, "blocks": [(block.text, block.headings, block.part) for block in reading.blocks]}


if __name__ == "__main__":
    sys.exit(main())
