"""A new bot: a draft, from a starter bot, a file, a text, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from designer.actions.act import Act, Actor
from designer.drafts.change import can_be_kept
from designer.drafts.seen import drawing
from designer.models import Draft
from designer.refusal import Refused
from flows.catalogue import AddressTaken, begin
from flows.checks.names import BOT_SLUG
from flows.exchange.canvas.drawing import Drawing
from flows.exchange.edit import edit
from flows.exchange.edits import Set
from flows.exchange.text.refusal import Refused as EditRefused
from flows.exchange.text.typed import with_line_feeds
from flows.loader.document import read_document
from flows.models import Bot
from voxloom.accounts.roles import Action


@dataclass(frozen=True)
class Begun:
    """A draft to begin with."""

    slug: str
    name: str
    text: str
    crlf: bool


@dataclass(frozen=True)
class BeginBot(Act[Begun, Bot]):
    """A bot that has a draft and no version yet. A text with errors is taken: a draft is where they are mended."""

    needed: ClassVar[Action] = Action.EDIT
    entry: ClassVar[str] = "bot.begin"

    text: str
    slug: str = ""
    """Its slug; left out: the one that stands in the text."""
    title: str = ""
    """Its name for people; left out: the one that stands in the text."""
    origin: str = ""
    """What it was made from, for the audit log."""

    @property
    def bot(self) -> None:
        """It is not there yet."""

    def plan(self) -> Begun:
        """Raises Refused for a text that cannot be kept, and where no slug is to be had."""
        text, crlf = with_line_feeds(self.text)
        can_be_kept(text)
        slug = self.slug or _written(text, "bot")
        if not BOT_SLUG.match(slug):
            message = f"`{slug[:64]}` cannot be the short name of a bot." if slug else "The bot has no short name."
            raise Refused(
                422, "bot.name", message, "Give it one: a small letter, then small letters, digits, `_` and `-`."
            )
        text = _with(_with(text, "bot", self.slug), "name", self.title)
        return Begun(slug, self.title or _written(text, "name") or slug, text, crlf)

    def write(self, plan: Begun, by: Actor) -> Bot:
        """Raises Refused where the slug is taken."""
        try:
            bot = begin(plan.slug, plan.name)
        except AddressTaken as problem:
            raise Refused(409, "bot.taken", str(problem), "Choose another short name.") from None
        Draft.objects.create(bot=bot, rev=1, text=plan.text, crlf=plan.crlf, by=by.name[:200])
        return bot

    def target(self, result: Bot) -> str:
        """Its slug."""
        return result.slug

    def details(self, result: Bot) -> Mapping[str, Any] | None:  # noqa: ARG002 - it says what it was made from
        """What it was made from."""
        return {"from": self.origin} if self.origin else {}


def _written(text: str, field: str) -> str:
    """What stands in a field of the bot; empty where nothing does, or the text cannot be read."""
    document, _ = read_document(text.encode("utf-8", "surrogatepass"), "")
    data = document.data if document is not None else None
    found = data.get(field) if isinstance(data, dict) else None
    return str(found) if isinstance(found, str | int) else ""


def _with(text: str, field: str, value: str) -> str:
    """The text with another value in a field; as it was where it cannot be read, which is told when it is checked."""
    if not value or not isinstance(drawing(text), Drawing):
        return text
    try:
        return edit(text, Set(path=(field,), value=value)).text
    except EditRefused:
        return text
