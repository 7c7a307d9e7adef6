"""Nothing is read from files while a caller waits."""

from runtime.turns import backchannel, completeness, words_of_turns


def test_both_are_read_once() -> None:
    words_of_turns.load()
    models, patterns = completeness._model.cache_info().misses, backchannel._pattern.cache_info().misses
    completeness.finished("What is my balance?")
    backchannel.backchannel("Mhm.")
    assert completeness._model.cache_info().misses == models
    assert backchannel._pattern.cache_info().misses == patterns
