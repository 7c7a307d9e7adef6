"""Rates: so many at once, so many in the long run, for each client; and no memory that grows."""

from runtime.signalling.rate import Rate, Rates


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_so_many_at_once_and_then_as_they_come_back() -> None:
    clock = Clock()
    rate = Rate(3, 0.5, clock)
    assert [rate.allows() for _ in range(5)] == [True, True, True, False, False]
    assert rate.wait_s() == 2.0
    clock.now_s += 2.0
    assert (rate.wait_s(), rate.allows(), rate.allows()) == (0.0, True, False)
    clock.now_s += 1000.0
    assert rate.rested
    assert [rate.allows() for _ in range(5)] == [True, True, True, False, False]


def test_each_client_has_its_own() -> None:
    clock = Clock()
    rates = Rates(clock)
    assert [rates.allows("a", 2) for _ in range(3)] == [True, True, False]
    assert rates.wait_s("a", 2) == 30.0
    assert rates.wait_s("b", 2) == 0.0
    assert rates.allows("b", 2)
    clock.now_s += 30.0
    assert rates.allows("a", 2)


def test_asking_how_long_counts_nothing() -> None:
    rates = Rates(Clock())
    for number in range(100):
        assert rates.wait_s(f"client {number}", 1) == 0.0
    assert len(rates) == 0


def test_clients_that_have_rested_are_forgotten_first() -> None:
    clock = Clock()
    rates = Rates(clock, max_clients=10)
    for number in range(9):
        rates.allows(f"old {number}", 2)
    clock.now_s += 60.0
    assert [rates.allows("busy", 2) for _ in range(3)] == [True, True, False]
    rates.allows("new", 2)
    assert len(rates) == 2
    assert not rates.allows("busy", 2)


def test_there_are_never_more_clients_than_fit() -> None:
    rates = Rates(Clock(), max_clients=10)
    for number in range(1000):
        assert rates.allows(f"client {number}", 1)
    assert len(rates) == 10
