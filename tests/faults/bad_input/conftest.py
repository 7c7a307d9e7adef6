"""Bad signalling, offers, candidates and media, in 25 groups, against a served process that holds a neighbour's call.

One process for all of it: Daphne, Django, the runtime and real WebRTC; only the speech is made up. Each test must
leave it as it was: no traceback, no call, task or socket more, little memory. And the neighbour hears the bot without
gaps: 99 of 100 within 60 ms, or else within 1.5 times of what this machine gave it when nothing else happened; in each
file, and in each test that lasts.

| groups | file |
|---|---|
| 1 frames, 2 messages, 3 order | test_messages.py |
| 4-13, 20 the offer | test_offers.py |
| 14 candidates and where packets go, 15 many of them | test_candidates.py |
| 16 offers again, 17 glare, 18 who vanishes, 19 answers of others | test_renegotiation.py, test_vanishing.py |
| 21 STUN | test_stun.py |
| 22 DTLS | test_dtls.py |
| 23 SRTP | test_srtp.py |
| 24 RTCP | test_rtcp.py |
| 25 sound | test_sound.py |
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.faults.bad_input.neighbour import Neighbour, p99
from tests.runtime.signalling.house import WAIT_S, House

GAP_MS = 60.0
OVER_QUIET = 1.5
QUIET_S = 4.0
ENOUGH_GAPS = 100
"""To judge a single test by: 2 s."""
MEMORY_BYTES = 100 * 1024 * 1024
"""So much more may one test leave behind in the process."""
LIMITS = {
    "MAX_CALLS": "64",
    "CALLS_PER_CLIENT": "1000",
    "CALLS_PER_BOT": "1000",
    "CALLS_PER_WORKSPACE": "1000",
    "TICKETS_PER_MINUTE": "100000",
    "CONNECTIONS_PER_CLIENT": "1000",
    "MAX_CONNECTIONS": "1000",
}


@dataclass(frozen=True)
class Street:
    """The house, the neighbour, and what was true when nobody else was there."""

    house: House
    neighbour: Neighbour
    quiet_ms: float
    descriptors: int
    tasks: int

    gaps_ms: list[float] = field(default_factory=list)
    """Of the neighbour, in the present file of tests."""

    def take(self) -> list[float]:
        """The neighbour's gaps since the last time. Their call must go on."""
        heard = self.neighbour.heard()
        assert heard.ended is None, heard.ended
        self.gaps_ms.extend(heard.gaps_ms)
        return heard.gaps_ms

    def judge(self, gaps_ms: list[float]) -> None:
        """Whether so many gaps are short enough."""
        found_ms = p99(gaps_ms)
        figures = f"the neighbour: {found_ms} ms of {len(gaps_ms)} gaps, {self.quiet_ms} ms when it was quiet"
        print(figures)  # noqa: T201
        assert found_ms < GAP_MS or found_ms <= OVER_QUIET * self.quiet_ms, figures

    def is_idle(self) -> bool:
        """Whether only the neighbour is there."""
        figures = self.house.request("GET", "/readyz")[1]
        if "calls" not in figures:
            return False  # whoever has just had many lines may be turned away for a moment
        return (
            figures["calls"] == 1
            and figures["tasks"] <= self.tasks
            and len(self.house.descriptors()) <= self.descriptors
        )


@pytest.fixture(scope="session")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """The house, with the neighbour in it."""
    with House(tmp_path_factory.mktemp("house"), **LIMITS) as house:
        with Neighbour(house.origin, house.ticket(), house.process.pid, house.environment) as neighbour:
            time.sleep(QUIET_S / 4)
            neighbour.heard()
            time.sleep(QUIET_S)
            quiet = neighbour.heard()
            tasks = int(house.request("GET", "/readyz")[1]["tasks"])
            yield Street(house, neighbour, p99(quiet.gaps_ms), len(house.descriptors()), tasks)
        assert "Traceback" not in house.log()


@pytest.fixture
def house(street: Street) -> Iterator[House]:
    """The served process. What a test does to it must be over, and without a trace, soon after the test."""
    house = street.house
    told, held = len(house.log()), house.resident_bytes()
    street.take()
    yield house
    gaps_ms = street.take()
    if len(gaps_ms) >= ENOUGH_GAPS:
        street.judge(gaps_ms)
    deadline_s = time.monotonic() + WAIT_S
    while not street.is_idle():
        assert time.monotonic() < deadline_s, (house.request("GET", "/readyz")[1], street)
        time.sleep(0.05)
    log = house.log()[told:]
    assert "Traceback" not in log, log[-3000:]
    assert "ERROR" not in log, log[-3000:]
    assert house.resident_bytes() - held < MEMORY_BYTES


@pytest.fixture(autouse=True, scope="module")
def _neighbour_hears(street: Street) -> Iterator[None]:
    """The neighbour's call is none the worse for all that the tests of a file do, of which most are short."""
    street.take()
    street.gaps_ms.clear()
    yield
    street.take()
    street.judge(street.gaps_ms)
