"""The knowledge bases of a bot, for whoever talks to it by typing."""

from django.db import DatabaseError

from flows.definition.bot import Bot
from flows.driver.model_stubs import ModelStubs
from flows.driver.ports import Models
from flows.understanding.port import Embedder
from voxloom.accounts.isolation import current_workspace
from voxloom.accounts.workspaces import UnknownWorkspace


def models_of(bot: Bot, embedder: Embedder) -> Models:
    """Stubs for language models; the documents of the workspace at hand, where there are any, for knowledge bases."""
    stubs = ModelStubs(bot)
    if not bot.knowledge:
        return stubs
    from tools.knowledge.bases import Bases  # noqa: PLC0415 - numpy and more, only for bots that answer from documents
    from tools.knowledge.bound import BoundKnowledge, WithKnowledge  # noqa: PLC0415 - as above
    from tools.knowledge.loading import standings  # noqa: PLC0415 - as above

    try:
        workspace, known = current_workspace().pk, standings(embedder.versions)
    except (DatabaseError, UnknownWorkspace):
        return stubs
    named = {name for base in bot.knowledge.values() for name in base.documents}
    return WithKnowledge(stubs, BoundKnowledge(Bases(embedder), workspace, bot)) if named & known.keys() else stubs
