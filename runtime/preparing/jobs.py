"""The jobs of this part of the house. Each takes two and a half minutes at most; prompts are made in several."""

import json
from typing import Any

from flows.loader.load import load_text
from flows.models import BotVersion, TestRun
from flows.preparing import LEARN, SPEAK, key_of
from flows.testing import TEST
from tools.knowledge.keeping import INDEX, begin_job
from tools.knowledge.models import Document
from tools.knowledge.reading.blocks import CannotRead
from voxloom import jobs
from voxloom.accounts.isolation import everywhere, within

LEARN_DEADLINE_S = 150.0
"""10,000 examples: 100 s for their vectors, eight to fit them, and ten to start what makes vectors."""
SPEAK_S = 90.0
"""How long one job makes prompts, some 600 of them; the next one goes on."""
SPEAK_DEADLINE_S = 150.0
"""With the start of a voice, and a clause that takes long."""
TRIES = 3


@jobs.task(LEARN, tries=TRIES)
def train(version: int) -> None:
    """Learn the understanding of a version; what was learned lies where every process takes it from."""
    from runtime.preparing.learning import learn  # noqa: PLC0415 - models and numpy, only where a job runs
    from runtime.preparing.place import done  # noqa: PLC0415 - as above

    row = _version(version)
    loaded = load_text(row.text) if row is not None else None
    if loaded is None or loaded.bot is None:
        return
    bot = loaded.bot
    done(lambda place, progress: learn(bot, place, progress), "vectors", LEARN_DEADLINE_S)


@jobs.task(SPEAK, tries=TRIES)
def make(version: int, begin: int = 0) -> None:
    """Speak the prompts of a version from one of them on, as far as time allows; another job speaks the rest.

    In a serving process there is nothing to do: it speaks those of the bots that it serves by itself.
    """
    from runtime.preparing.place import done, is_lent  # noqa: PLC0415 - as above
    from runtime.preparing.speaking import prompts_of, speak  # noqa: PLC0415 - as above

    row = _version(version) if not is_lent() else None
    prompts = prompts_of(row.text) if row is not None else None
    if row is None or prompts is None:
        return
    end = done(lambda place, progress: speak(prompts, begin, place, progress, SPEAK_S), "voice", SPEAK_DEADLINE_S)
    if end < len(prompts.clauses):
        key = f"{key_of(SPEAK, row.content_hash)}:{end}"
        jobs.start(SPEAK, key=key, workspace=row.bot.workspace_id, version=version, begin=end)


def _version(key: int) -> BotVersion | None:
    with everywhere("a job knows its version"):
        return BotVersion.objects.select_related("bot").filter(pk=key).first()


@jobs.task(TEST, tries=TRIES)
def run_tests(run: int, then: dict[str, Any] | None = None) -> None:
    """Run the tests of a text, and have whatever waits for them go on."""
    from runtime.preparing.place import done  # noqa: PLC0415 - as above
    from runtime.preparing.testing import DEADLINE_S, run_all  # noqa: PLC0415 - as above

    with everywhere("a job knows its tests"):
        row = TestRun.objects.select_related("bot").filter(pk=run).first()
        if row is None:
            return
        text = row.text
        if row.report is None:
            report = done(lambda place, progress: run_all(text, place, progress), "vectors", DEADLINE_S)
            TestRun.objects.filter(pk=run).update(report=json.loads(json.dumps(report, default=str)))
        if then is not None:
            key = f"{then['name']}:{run}"
            jobs.start(then["name"], key=key, workspace=row.bot.workspace_id, **then["arguments"])


@jobs.task(INDEX, tries=TRIES)
def index_document(document: int, of: int, begun: int, part: int = 0) -> None:
    """Make the index of a document of a workspace, or a part of it; another job makes the rest."""
    from runtime.preparing.indexing import DEADLINE_S, index  # noqa: PLC0415 - as above
    from runtime.preparing.place import done  # noqa: PLC0415 - as above
    from tools.knowledge.indexing import Overtaken, failed  # noqa: PLC0415 - as above

    with within(of):
        row = Document.objects.select_related("current").filter(pk=document, begun=begun).first()
        if row is None:
            return
        try:
            whole = done(lambda place, progress: index(row, place, progress), "vectors", DEADLINE_S)
        except Overtaken:
            return
        except CannotRead as problem:
            failed(row, str(problem))
            return
        except jobs.TryAgain:
            raise
        except Exception:
            failed(row, "Its index could not be made now; it is tried again.")
            raise
        if not whole:
            begin_job(row, part + 1)
