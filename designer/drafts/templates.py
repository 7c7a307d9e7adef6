"""What a new bot can be made from."""

from dataclasses import dataclass
from functools import cache

from flows.catalogue import starter_bots
from flows.loader.load import load_path

EMPTY = """\
# A bot is a text, and the canvas draws it. Everything can be changed in both.
voxloom: 1
bot: {slug}
language: en
start: welcome

flows:
  welcome:
    description: Greets the caller.
    nodes:
      # Each node says what it does by its type: say, ask, decide, set, call, generate, answer, flow, handoff, end.
      hello:
        type: say
        say: Hello, an automated assistant speaking. How can I help?
        next: end
"""


@dataclass(frozen=True)
class Template:
    """A starter bot."""

    slug: str
    name: str
    description: str
    flows: int
    text: str


@cache
def templates() -> dict[str, Template]:
    """The starter bots by slug; they are files of this version of Voxloom, so they are read once."""
    found: dict[str, Template] = {}
    for path in starter_bots():
        bot = load_path(path).bot
        if bot is not None:
            text = path.read_text(encoding="utf-8")
            found[bot.bot] = Template(bot.bot, bot.name or bot.bot, bot.description or "", len(bot.flows), text)
    return found
