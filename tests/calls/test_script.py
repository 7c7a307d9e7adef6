"""The caller's script in virtual time."""

from runtime.caller.script import Script, Step


def listening(count: int = 2, overlap_ms: float | None = None) -> Script:
    return Script(count=count, overlap_ms=overlap_ms).connected(100).bot_began(200).state("listening", 1000)


def test_speaks_300_ms_after_the_bot_fell_silent_and_listens() -> None:
    script = listening()
    assert script.step(1299, 990) is Step.WAIT
    assert script.step(1300, 990) is Step.SPEAK
    assert script.due_ms(1100) == 1400  # still audible after it said that it listens


def test_waits_while_the_bot_does_not_listen() -> None:
    script = listening().state("thinking", 1100)
    assert script.due_ms(500) is None
    assert script.state("listening", 1200).due_ms(500) == 1500


def test_repeated_listening_does_not_start_the_pause_anew() -> None:
    assert listening().state("listening", 1200).due_ms(500) == 1300


def test_no_second_recording_before_the_bot_has_answered() -> None:
    script = listening().started(1300).finished(2000)
    assert script.due_ms(990) is None
    script = script.bot_began(2500)
    assert script.due_ms(2500) == 2800  # the server said nothing but "listening" since
    script = script.state("speaking", 2510)
    assert script.due_ms(2600) is None
    assert script.state("listening", 3000).step(3300, 2990) is Step.SPEAK


def test_an_answer_without_a_sound_is_a_new_listening() -> None:
    script = listening().started(1300).finished(2000).state("thinking", 2300).state("listening", 2400)
    assert script.due_ms(990) == 2700


def test_nothing_is_due_while_the_caller_speaks() -> None:
    assert listening().started(1300).bot_began(1400).due_ms(1400) is None


def test_a_sound_from_before_the_end_of_speech_is_no_answer() -> None:
    assert not listening().started(1300).finished(2000).bot_began(1995).answered


def test_hangs_up_two_seconds_after_the_last_answer() -> None:
    script = listening(count=1).started(1300).finished(2000)
    assert script.step(60_000, 990) is Step.WAIT
    script = script.state("thinking", 2200).bot_began(2500).state("speaking", 2500).state("listening", 4000)
    assert script.step(5999, 3990) is Step.WAIT
    assert script.step(6000, 3990) is Step.HANG_UP
    assert script.due_ms(5000) == 7000  # the bot went on speaking


def test_gives_up_120_s_after_the_caller_spoke_last() -> None:
    script = listening(count=1).started(1300).finished(2000)
    assert script.step(121_999, 990) is Step.WAIT
    assert script.step(122_000, 990) is Step.GIVE_UP


def test_overlap_counts_from_the_bots_first_sound() -> None:
    script = Script(count=2, overlap_ms=400).connected(100)
    assert script.due_ms(None) is None
    script = script.bot_began(250)
    assert script.step(649, 640) is Step.WAIT
    assert script.step(650, 640) is Step.SPEAK
    script = script.started(650).bot_began(900).finished(1500)
    assert script.due_ms(1200) is None  # what began while the caller spoke is cut off, not interrupted again
    assert script.bot_began(1900).due_ms(1900) == 2300


def test_the_last_overlapping_recording_waits_for_its_answer_too() -> None:
    script = Script(count=1, overlap_ms=400).connected(100).bot_began(250).started(650).finished(1500)
    script = script.state("listening", 1400).bot_began(1900).state("speaking", 1890)
    assert script.due_ms(1900) is None
    assert script.state("listening", 3000).due_ms(2990) == 5000
