"""What an interruption cut off of words that must be heard."""

import pytest

from flows.engine.heard import cut_off

LEGAL = "This call is recorded. Fees apply. Ask us."


@pytest.mark.parametrize(
    ("heard", "missing"),
    [
        ("", (LEGAL,)),
        ("This call", (LEGAL,)),
        ("This call is recorded.", ("Fees apply. Ask us.",)),
        ("this call is recorded fees", ("Fees apply. Ask us.",)),
        ("This call is recorded. Fees apply. Ask us.", ()),
    ],
)
def test_the_rest_from_the_sentence_that_was_cut(heard: str, missing: tuple[str, ...]) -> None:
    assert cut_off((LEGAL,), (LEGAL,), heard) == missing


def test_only_what_must_be_heard() -> None:
    assert cut_off(("Hello.", "How are you?"), (), "") == ()
    assert cut_off(("Hello.", LEGAL, "Fine?"), (LEGAL,), "Hello. This call is recorded.") == ("Fees apply. Ask us.",)
    assert cut_off(("Hello.", LEGAL, "Fine?"), (LEGAL,), "Hello. " + LEGAL) == ()


def test_words_of_the_last_prompt_alone_count_for_it() -> None:
    assert cut_off((LEGAL, "Shall I?"), (LEGAL,), "Shall") == ()
    assert cut_off(("Hello.", LEGAL), (LEGAL,), "This call is recorded.") == ("Fees apply. Ask us.",)
