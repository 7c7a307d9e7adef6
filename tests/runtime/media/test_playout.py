import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from aiortc.mediastreams import MediaStreamError

from runtime.media import opus
from runtime.media.playout import Playout
from runtime.media.utterance import LEAVE_PACKETS, Played, Utterance
from tests.runtime.media.test_pauses import FAINT, LOUD, packets

WORD = b"\xf8word"  # any payload behind a 20 ms header: no sound that is quiet


class World:
    """Virtual time and a playout in it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.oversleep = 0.0
        self.playout = Playout(clock=lambda: self.now, sleep=self.sleep)
        self.events: list[object] = []

    async def sleep(self, seconds: float) -> None:
        self.now += seconds + self.oversleep

    async def packets(self, count: int) -> list[bytes]:
        return [bytes(await self.playout.next_packet()) for _ in range(count)]

    def utterance(self, name: str, count: int, *, finish: bool = True) -> Utterance:
        utterance = self.playout.utterance(
            name, on_started=lambda: self.events.append(f"{name} started"), on_finished=self.events.append
        )
        utterance.add([b"\xf8" + f"{name}{index}".encode() for index in range(count)])
        if finish:
            utterance.finish()
        return utterance


def virtual(test: Callable[[World], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    def run() -> None:
        asyncio.run(test(World()))

    run.__name__ = test.__name__
    return run


SILENCE = opus.SILENCE_20_MS


@virtual
async def test_silence_when_idle_every_20_ms(world: World) -> None:
    times = []
    for _ in range(4):
        assert bytes(await world.playout.next_packet()) == SILENCE
        times.append(round(world.now - 1000.0, 6))
    assert times == [0.0, 0.02, 0.04, 0.06]


@virtual
async def test_only_packets_with_continuous_time_stamps(world: World) -> None:
    world.playout.play(world.utterance("a", 2))
    packets = [await world.playout.track.recv() for _ in range(4)]
    assert [packet.pts for packet in packets] == [0, 960, 1920, 2880]
    assert {packet.time_base for packet in packets} == {opus.TIME_BASE}


@virtual
async def test_an_utterance_plays_in_order_and_reports(world: World) -> None:
    world.playout.play(world.utterance("a", 2))
    assert await world.packets(2) == [b"\xf8a0", b"\xf8a1"]
    assert world.events == ["a started"]
    assert await world.packets(1) == [SILENCE]
    assert world.events == ["a started", Played("a", 40, 40, True)]


@virtual
async def test_it_has_finished_when_the_last_packet_was_heard_and_not_when_it_was_sent(world: World) -> None:
    world.playout.play(world.utterance("a", 1))
    await world.packets(1)
    sent_at = world.now
    assert world.playout.current is not None
    await world.packets(1)
    assert world.events[-1] == Played("a", 20, 20, True)
    assert world.now == pytest.approx(sent_at + 0.02)


@virtual
async def test_utterances_follow_each_other_without_a_gap(world: World) -> None:
    world.playout.play(world.utterance("a", 1))
    world.playout.play(world.utterance("b", 1))
    assert await world.packets(3) == [b"\xf8a0", b"\xf8b0", SILENCE]
    assert world.events == ["a started", Played("a", 20, 20, True), "b started", Played("b", 20, 20, True)]


@virtual
async def test_it_may_be_fed_while_it_plays_and_a_gap_is_counted_once(world: World) -> None:
    utterance = world.utterance("a", 1, finish=False)
    world.playout.play(utterance)
    assert await world.packets(3) == [b"\xf8a0", SILENCE, SILENCE]
    utterance.add([WORD])
    utterance.finish()
    assert await world.packets(2) == [WORD, SILENCE]
    assert world.playout.counts.underruns == 1
    assert world.events == ["a started", Played("a", 40, 40, True)]


@virtual
async def test_waiting_for_the_first_packet_is_no_underrun(world: World) -> None:
    world.playout.play(world.utterance("a", 0, finish=False))
    await world.packets(3)
    assert world.playout.counts.underruns == 0
    assert world.events == []


@virtual
async def test_an_utterance_of_nothing_finishes(world: World) -> None:
    world.playout.play(world.utterance("a", 0))
    assert await world.packets(1) == [SILENCE]
    assert world.events == [Played("a", 0, 0, True)]


@virtual
async def test_stop_is_silence_from_the_next_packet_on(world: World) -> None:
    first, second = world.utterance("a", 5), world.utterance("b", 5)
    world.playout.play(first)
    world.playout.play(second)
    await world.packets(2)
    assert world.playout.stop() == Played("a", 40, 100, False)
    first.add([WORD])
    second.add([WORD])
    assert await world.packets(3) == [SILENCE] * 3
    assert world.events == ["a started"]


@virtual
async def test_what_has_not_begun_can_be_taken_away(world: World) -> None:
    first, second, third = (world.utterance(name, 1) for name in ("a", "b", "c"))
    for utterance in (first, second, third):
        assert world.playout.play(utterance)
    assert world.playout.drop(second)
    assert not world.playout.drop(second)
    assert await world.packets(1) == [b"\xf8a0"]
    assert not world.playout.drop(first)
    assert await world.packets(1) == [b"\xf8c0"]


@virtual
async def test_stop_with_nothing_to_say(world: World) -> None:
    assert world.playout.stop() is None


@virtual
async def test_a_stop_while_the_sender_waits_is_not_overtaken(world: World) -> None:
    world.playout.play(world.utterance("a", 5))
    await world.packets(1)

    async def stop_meanwhile(seconds: float) -> None:
        world.now += seconds
        world.playout.stop()

    world.playout._sleep = stop_meanwhile
    assert await world.packets(1) == [SILENCE]


@virtual
async def test_what_was_made_before_a_stop_never_plays(world: World) -> None:
    stale = world.utterance("a", 3)
    world.playout.stop()
    assert world.playout.play(stale) is False
    assert await world.packets(2) == [SILENCE] * 2
    assert world.playout.play(world.utterance("b", 1)) is True
    assert await world.packets(1) == [b"\xf8b0"]


@virtual
async def test_an_utterance_made_by_hand_belongs_to_the_moment_it_is_played(world: World) -> None:
    utterance = Utterance("a")
    utterance.add([WORD])
    world.playout.stop()
    assert world.playout.play(utterance)
    assert await world.packets(1) == [WORD]


@virtual
async def test_pause_and_resume_lose_nothing(world: World) -> None:
    world.playout.play(world.utterance("a", 3))
    await world.packets(1)
    world.playout.pause()
    assert await world.packets(3) == [SILENCE] * 3
    world.playout.resume()
    assert await world.packets(3) == [b"\xf8a1", b"\xf8a2", SILENCE]
    assert world.events == ["a started", Played("a", 60, 60, True)]
    assert world.playout.counts.underruns == 0


def speaks(world: World, *parts: tuple[float, int]) -> tuple[list[bytes], Utterance]:
    """Something that sounds so is said."""
    sound, utterance = packets(*parts), world.utterance("a", 0, finish=False)
    utterance.add(sound)
    world.playout.play(utterance)
    return sound, utterance


@virtual
async def test_a_pause_of_its_own_in_which_it_was_silenced_is_not_made_once_more(world: World) -> None:
    sound, utterance = speaks(world, (LOUD, 10), (FAINT, 20), (LOUD, 10))
    await world.packets(15)
    world.playout.pause()
    await world.packets(6)
    world.playout.pause()  # still
    await world.packets(4)
    world.playout.resume()
    left = await world.packets(1)
    assert sound.index(left[0]) == 15 + 10  # 200 ms of silence were 200 ms of the pause
    world.playout.resume()
    assert await world.packets(1) == [sound[26]]
    assert utterance.played_ms == 27 * 20


@virtual
async def test_the_moment_before_a_sound_is_left_and_so_is_the_sound(world: World) -> None:
    sound, _ = speaks(world, (LOUD, 10), (FAINT, 20), (LOUD, 10))
    await world.packets(12)
    world.playout.pause()
    await world.packets(100)
    world.playout.resume()
    (first,) = await world.packets(1)
    assert sound.index(first) in (30 - LEAVE_PACKETS - 1, 30 - LEAVE_PACKETS)


@virtual
async def test_what_has_not_begun_begins_as_it_is(world: World) -> None:
    world.playout.pause()
    sound, _ = speaks(world, (FAINT, 20), (LOUD, 10))
    await world.packets(20)
    world.playout.resume()
    assert await world.packets(30) == sound


@virtual
async def test_a_stop_ends_a_pause(world: World) -> None:
    world.playout.play(world.utterance("a", 3))
    await world.packets(1)
    world.playout.pause()
    await world.packets(2)
    assert world.playout.stop() == Played("a", 20, 60, False)
    world.playout.play(world.utterance("b", 1))
    assert await world.packets(1) == [b"\xf8b0"]


@virtual
async def test_a_short_stall_is_caught_up(world: World) -> None:
    await world.packets(1)
    world.now += 0.1
    times = []
    for _ in range(7):
        await world.playout.next_packet()
        times.append(round(world.now - 1000.0, 6))
    assert times == [0.1, 0.1, 0.1, 0.1, 0.1, 0.12, 0.14]
    assert world.playout.counts.reanchored == 0


@virtual
async def test_a_packet_that_leaves_late_is_counted(world: World) -> None:
    await world.packets(5)
    world.now += 0.055  # the next one was due after 20 ms, and leaves 55 ms after the one before
    await world.packets(5)
    assert world.playout.counts.late_sendings == 0
    world.now += 0.065
    await world.packets(5)
    assert world.playout.counts.late_sendings == 1


@virtual
async def test_a_long_stall_starts_the_schedule_again(world: World) -> None:
    await world.packets(1)
    world.now += 0.5
    times, stamps = [], []
    for _ in range(3):
        stamps.append((await world.playout.next_packet()).pts)
        times.append(round(world.now - 1000.0, 6))
    assert times == [0.5, 0.52, 0.54]
    assert stamps == [960, 1920, 2880]
    assert world.playout.counts.reanchored == 1


@virtual
async def test_late_timers_do_not_add_up(world: World) -> None:
    world.oversleep = 0.003
    await world.packets(500)
    assert world.now - 1000.0 == pytest.approx(499 * 0.02 + 0.003)


@virtual
async def test_speech_that_is_expected_waits_5_ms_at_most(world: World) -> None:
    await world.packets(1)
    world.playout.expect()
    assert await world.packets(3) == [opus.SILENCE_5_MS] * 3
    packet = await world.playout.next_packet()
    assert packet.pts == 960 + 3 * 240
    world.playout.play(world.utterance("a", 1))
    before = world.now
    assert await world.packets(1) == [b"\xf8a0"]
    assert world.now - before == pytest.approx(0.005)


@virtual
async def test_expectation_ends_by_itself(world: World) -> None:
    world.playout.expect()
    await world.packets(301)
    assert await world.packets(2) == [SILENCE] * 2


@virtual
async def test_a_listener_may_stop_everything(world: World) -> None:
    utterance = world.playout.utterance("a", on_started=world.playout.stop)
    utterance.add([WORD])
    world.playout.play(utterance)
    assert await world.packets(2) == [SILENCE] * 2


@virtual
async def test_a_listener_that_fails_does_not_silence_the_voice(world: World) -> None:
    def fail() -> None:
        raise RuntimeError("broken listener")

    utterance = world.playout.utterance("a", on_started=fail)
    utterance.add([WORD])
    utterance.finish()
    world.playout.play(utterance)
    assert await world.packets(2) == [WORD, SILENCE]


@virtual
async def test_an_ended_track_gives_nothing(world: World) -> None:
    world.playout.track.stop()
    with pytest.raises(MediaStreamError):
        await world.playout.track.recv()
