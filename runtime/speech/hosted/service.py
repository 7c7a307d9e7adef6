"""Hosted speech of a process: for each bot that wants it, what hears its callers and what speaks to them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from flows.definition.bot import Bot
from flows.definition.speech import HOSTED, LOCAL_SPEAKER
from runtime.speech.hosted.ear import HostedEar
from runtime.speech.hosted.mouth import HostedMouth
from runtime.speech.ports import Recogniser
from runtime.speech.service import SpeechWorkers
from tools.bindings.outside import Given
from tools.speech.providers import SpeechProviders


class HostedSpeech:
    """Belongs to the event loop of the workers."""

    def __init__(self, workers: SpeechWorkers, providers: SpeechProviders, given: Callable[[int], Given]) -> None:
        """`given`: what the bots of a workspace are given, by its key."""
        self._workers, self._providers, self._given = workers, providers, given
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hosted-speech")

    def ear(self, bot: Bot, workspace: int) -> Recogniser:
        """What hears the callers of a bot."""
        if bot.hearing.engine != HOSTED:
            return self._workers
        return HostedEar(partial(self._providers.hear, bot, self._given(workspace)), self._workers, self._thread)

    def voice(self, bot: Bot, workspace: int) -> str:
        """The name by which the workers speak for a bot; one that is hosted is made known to them."""
        if bot.voice.engine != HOSTED:
            return bot.voice.speaker
        name = name_of(bot, workspace)
        ask = partial(self._providers.speak, bot, self._given(workspace))
        self._workers.know(name, HostedMouth(ask, LOCAL_SPEAKER, self._thread))
        return name

    def begin(self, bot: Bot) -> None:
        """Have what asks providers started, where a bot wants it, while its first caller is greeted."""
        if HOSTED in (bot.hearing.engine, bot.voice.engine):
            self._providers.begin()

    def close(self) -> None:
        """End the thread. May be called twice."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def name_of(bot: Bot, workspace: int) -> str:
    """Under which the sound of a hosted voice is kept: of one workspace, as its key paid for it."""
    voice = bot.voice
    return "\n".join(
        (
            HOSTED,
            str(workspace),
            *(part or "" for part in (voice.model, voice.api_base, voice.speaker, voice.instructions)),
        )
    )
