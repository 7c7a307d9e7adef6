"""Nothing is read from files while a caller waits."""

from runtime.turns import backchannel, completeness, phrases, polite, words_of_turns


def test_both_are_read_once() -> None:
    words_of_turns.load()
    models, patterns = completeness._model.cache_info().misses, phrases.phrases.cache_info().misses
    completeness.finished("What is my balance?")
    backchannel.may_be_backchannel("Mhm.", ())
    backchannel.may_be_backchannel("Them.", [("Hmm.", 0.3)])
    polite.only_polite("Thanks.")
    assert completeness._model.cache_info().misses == models
    assert phrases.phrases.cache_info().misses == patterns
