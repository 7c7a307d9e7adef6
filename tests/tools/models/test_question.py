"""A question as far as its answer has come, and what it is asked with."""

import pytest

from tools.models.address import ModelAddress
from tools.models.problems import TooLong
from tools.models.question import Answer, Wish, request_of


def test_an_answer_is_put_together_of_parts() -> None:
    heard: list[str] = []
    answer = Answer(heard.append, 100)
    answer.take({"text": "The roof"})
    answer.take({})
    answer.take({"text": " is wet."})
    answer.take({"finish": "stop", "usage": [7, 2], "tools": [{"id": "1", "name": "look", "arguments": "{"}]})
    assert (answer.text, heard) == ("The roof is wet.", ["The roof", " is wet."])
    assert (answer.usage, answer.finish, answer.wishes) == ((7, 2), "stop", (Wish("1", "look", "{"),))


def test_an_answer_that_does_not_end_is_ended() -> None:
    answer = Answer(lambda _piece: None, 10)
    answer.take({"text": "x" * 10})
    with pytest.raises(TooLong):
        answer.take({"text": "x"})
    assert answer.text == "x" * 10


def test_nothing_is_tried_again_by_itself_and_what_is_not_given_is_left_to_the_library() -> None:
    asked = request_of(ModelAddress("openai/x", max_tokens=50, temperature=0.5), [], stream=True)
    assert (asked["num_retries"], asked["max_retries"], asked["max_tokens"]) == (0, 0, 50)
    assert (asked["temperature"], asked["stream"]) == (0.5, True)
    assert not {"api_base", "api_key"} & asked.keys()
    assert request_of(ModelAddress("openai/x", "http://a", "k"), [])["api_key"] == "k"
