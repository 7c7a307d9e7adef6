"""A text by a hosted voice: in order, ahead of what is heard, and by one voice from where that fails on."""

import asyncio
from collections.abc import AsyncGenerator, Sequence

from runtime.speech.errors import SpeechUnavailable
from runtime.speech.hosted.relay import relayed
from runtime.speech.results import SpokenClause


def clause(text: str, by: str) -> SpokenClause:
    return SpokenClause(text, (by.encode(),), 20, 1)


class Mouth:
    stands_in = "joe"

    def __init__(self, fails: Sequence[str] = (), given: bool = True, waits: Sequence[str] = ()) -> None:
        self.asked: list[str] = []
        self.cancelled: list[str] = []
        self._fails, self._given, self._waits = fails, given, waits

    async def make(self, text: str) -> SpokenClause | None:
        self.asked.append(text)
        try:
            await (asyncio.Event().wait() if text in self._waits else asyncio.sleep(0))
        except asyncio.CancelledError:
            self.cancelled.append(text)
            raise
        if text in self._fails:
            raise SpeechUnavailable("speech_hosted", "It is away.", "")
        return clause(text, "there") if self._given else None


async def here(texts: Sequence[str]) -> AsyncGenerator[SpokenClause]:
    for text in texts:
        yield clause(text, "here")


def spoken(mouth: Mouth, texts: Sequence[str], kept: dict[str, SpokenClause] | None = None) -> list[tuple[str, str]]:
    known = kept if kept is not None else {}

    async def main() -> list[tuple[str, str]]:
        made = [
            each
            async for each in relayed(
                mouth, texts, known.get, lambda made: known.update({made.text: made}), lambda rest: here(rest)
            )
        ]
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return [(each.text, each.packets[0].decode()) for each in made]

    return asyncio.run(main())


def test_every_clause_is_made_there_and_kept() -> None:
    known: dict[str, SpokenClause] = {}
    mouth = Mouth()
    assert spoken(mouth, "abc", known) == [("a", "there"), ("b", "there"), ("c", "there")]
    assert list(known) == ["a", "b", "c"]
    assert spoken(mouth, "cab", known) == [("c", "there"), ("a", "there"), ("b", "there")]
    assert mouth.asked == ["a", "b", "c"]


def test_from_a_failure_on_this_machine_says_all_of_it_even_what_is_kept() -> None:
    known = {"c": clause("c", "kept")}
    mouth = Mouth(fails="b")
    assert spoken(mouth, "abcd", known) == [("a", "there"), ("b", "here"), ("c", "here"), ("d", "here")]
    assert set(known) == {"a", "c"}  # what stood in is not kept for the hosted voice


def test_without_a_key_this_machine_says_all_of_it() -> None:
    known: dict[str, SpokenClause] = {}
    assert spoken(Mouth(given=False), "ab", known) == [("a", "here"), ("b", "here")]
    assert known == {}


def test_a_clause_that_comes_twice_is_kept_between() -> None:
    mouth = Mouth()
    assert spoken(mouth, ["a", "b", "c", "a"], {}) == [(text, "there") for text in "abca"]
    assert sorted(mouth.asked) in (["a", "a", "b", "c"], ["a", "b", "c"])


def test_who_listens_no_more_ends_what_was_asked_ahead() -> None:
    async def main() -> Mouth:
        mouth = Mouth(waits=["b"])
        known: dict[str, SpokenClause] = {}
        text = relayed(mouth, ["a", "b", "c"], known.get, lambda made: None, lambda rest: here(rest))
        assert (await anext(text)).text == "a"
        while "b" not in mouth.asked:
            await asyncio.sleep(0)
        await text.aclose()
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return mouth

    mouth = asyncio.run(main())
    assert mouth.asked == ["a", "b"]  # two at once
    assert mouth.cancelled == ["b"]
