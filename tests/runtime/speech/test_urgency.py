from runtime.speech.urgency import BACKGROUND, DRAFT, NOW, Urgency


def test_it_only_becomes_more_urgent_and_tells_who_follows() -> None:
    urgency, told = Urgency(BACKGROUND), list[int]()
    unfollow = urgency.follow(told.append)
    urgency.raise_to(DRAFT)
    urgency.raise_to(BACKGROUND)
    assert (urgency.value, told) == (DRAFT, [DRAFT])
    unfollow()
    urgency.raise_to(NOW)
    assert (urgency.value, told) == (NOW, [DRAFT])
