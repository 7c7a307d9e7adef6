"""Whether a draft can take calls as its bot."""

from designer.drafts.seen import loaded, told
from designer.drafts.state import DraftState
from designer.refusal import Refused
from flows.definition.bot import Bot as Definition
from flows.loader.load import Loaded
from flows.models import Bot


def runnable(bot: Bot, state: DraftState) -> Loaded:
    """A draft as it was read. Raises Refused for one with errors, and for one that is another bot by its text."""
    read = loaded(state.file)
    if read.bot is None or not read.runnable:
        raise with_errors(read)
    if read.bot.bot != bot.slug:
        message = f"The text is of a bot called {read.bot.bot[:64]}, and this one is called {bot.slug}."
        raise Refused(422, "draft.renamed", message, f"Write `bot: {bot.slug}`, or import it as another bot.")
    return read


def readable(state: DraftState) -> Definition:
    """What a draft says, where it can be read whole; it may have errors. Raises Refused."""
    read = loaded(state.file)
    if read.bot is None:
        raise with_errors(read)
    return read.bot


def with_errors(read: Loaded) -> Refused:
    """A bot with errors is no version, and takes no calls."""
    findings = [told(finding) for finding in read.findings]
    return Refused(422, "bot.errors", "The bot has errors.", "Mend its problems first (`findings`).", findings=findings)
