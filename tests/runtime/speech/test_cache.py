from hypothesis import given
from hypothesis import strategies as st

from runtime.speech.cache import ClauseCache
from runtime.speech.results import SpokenClause


def clause(text: str, size: int = 100) -> SpokenClause:
    return SpokenClause(text, (bytes(size),), 20, 5)


def test_a_clause_is_found_by_voice_speed_and_text() -> None:
    cache = ClauseCache()
    cache.put("joe", 1.0, clause("Hello."))
    assert cache.get("joe", 1.0, "Hello.") == clause("Hello.")
    assert cache.get("amy", 1.0, "Hello.") is None
    assert cache.get("joe", 1.1, "Hello.") is None
    assert cache.get("joe", 1.0, "hello.") is None


def test_what_was_unused_for_longest_goes_first() -> None:
    cache = ClauseCache(limit_bytes=1000)
    for text in "ab":
        cache.put("joe", 1.0, clause(text))
    assert cache.get("joe", 1.0, "a")
    cache.put("joe", 1.0, clause("c"))
    assert cache.get("joe", 1.0, "b") is None
    assert cache.get("joe", 1.0, "a")


def test_a_clause_bigger_than_all_room_is_not_kept() -> None:
    cache = ClauseCache(limit_bytes=1000)
    cache.put("joe", 1.0, clause("a"))
    cache.put("joe", 1.0, clause("b", 5000))
    assert cache.get("joe", 1.0, "b") is None
    assert cache.get("joe", 1.0, "a")


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 900)), max_size=60))
def test_the_bound_holds(puts: list[tuple[str, int]]) -> None:
    cache = ClauseCache(limit_bytes=2000)
    for text, size in puts:
        cache.put("joe", 1.0, clause(text, size))
        assert 0 <= cache.used_bytes <= 2000
    assert bool(len(cache)) == bool(cache.used_bytes)
