"""A caller who types to a bot of a bank which account they mean, and what they are told."""

from channels.db import database_sync_to_async

from tests.runtime.signalling.served import Page
from tests.tools.prepared import published


async def savings(bot: str, **given: str) -> tuple[str, bool]:
    """What they are told of their savings, and whether they heard before that it takes a moment."""
    await database_sync_to_async(published)(bot, **given)
    page = Page()
    await page.open()
    await page.hello("bank")
    await page.until("said", text="Which account, savings or checking?")
    await page.send({"type": "text", "text": "savings"})
    told = await page.until("said")
    await page.leave()
    return str(told["text"]), any(message["type"] == "filler" for message in page.messages)
