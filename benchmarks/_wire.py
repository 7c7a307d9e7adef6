"""What is read off the wire, for every bot alike: when it answered, when it stopped. Monotonic nanoseconds."""

from collections.abc import Sequence

STOPPED_GAP_NS = 300_000_000  # silence longer than the pause at a comma: the bot has stopped
_MS = 1e6


def answer_ms(speech_end_ns: int, onset_ns: int | None) -> float | None:
    """From the caller's last audible sample to the first audible packet of the bot after it; None without one."""
    return None if onset_ns is None else (onset_ns - speech_end_ns) / _MS


def stop_ms(speech_start_ns: int, audible_ns: Sequence[int]) -> float | None:
    """From the caller's first audible sample to the bot's last audible window; None when the bot was silent anyway.

    `audible_ns` are the arrivals of the bot's audible windows behind that sample, in order. A bot that talks on gives
    a time as long as its talk.
    """
    last = speech_start_ns
    for arrival in audible_ns:
        if arrival - last > STOPPED_GAP_NS:
            break
        last = arrival
    return (last - speech_start_ns) / _MS if last > speech_start_ns else None
