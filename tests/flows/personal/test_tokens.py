"""Tokens in the place of values."""

import asyncio
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.driver.event_log import plain_state
from flows.personal.fields import PersonalFields, personal_fields
from flows.personal.tokens import TOKEN, Tokens, restored
from flows.understanding.in_process import InProcessEmbedder
from tests.flows.personal.clinic import PEOPLE, KeptTalk, Person, clinic, found_in, talk

FIELDS = PersonalFields({"caller": "person", "phone": "phone", "salary": "finance"})


@pytest.mark.parametrize("person", PEOPLE, ids=[person.values[0] for person in PEOPLE])
def test_nothing_of_a_person_is_kept_in_the_open(person: Person, embedder: InProcessEmbedder) -> None:
    log = KeptTalk(clinic())
    conversation = asyncio.run(talk(clinic(), embedder, person, log))
    given_values = {name: value for name, value in conversation.state.slots.items() if value is not None}
    assert len(given_values) == 9, given_values
    assert conversation.state.variables["doctor"] == person.returned["doctor"]
    assert found_in(log.text, person) == []
    assert log.text.count("⟨person:") >= 2
    assert not re.search(r'"keys?": "\d', log.text)
    for line, (_, sprint) in zip(log.kept, log.happened, strict=True):
        assert restored(line.state, log.values) == plain_state(sprint.state)


def _line(tokens: Tokens, state: dict[str, Any], event: dict[str, Any] | None = None, *, asked: bool = False) -> Any:
    return tokens.line(event or {}, [], state, [], asked=asked)


def test_a_value_has_one_token_wherever_it_stands() -> None:
    tokens = Tokens(FIELDS)
    state = {"slots": {"caller": "Ann Lee", "size": "large"}, "last_said": ["Thanks, Ann Lee!", "Thanks, ann."]}
    _, _, told, _ = _line(tokens, state)
    assert told["slots"] == {"caller": "⟨person:1⟩", "size": "large"}
    assert told["last_said"] == ["Thanks, ⟨person:1⟩!", "Thanks, ⟨person:2⟩."]
    assert {kept.token: kept.value for kept in tokens.fresh()} == {"⟨person:1⟩": "Ann Lee", "⟨person:2⟩": "ann"}
    assert tokens.fresh() == []


def test_what_is_said_in_other_words_is_a_token_as_a_whole() -> None:
    tokens = Tokens(FIELDS)
    state = {
        "slots": {"phone": "+12125550123"},
        "last_said": ["It is 2 1 2, 5 5 5, oh one two three.", "Anything else?"],
    }
    _, _, told, _ = _line(tokens, state)
    assert told["last_said"] == ["⟨text:1⟩", "Anything else?"]


def test_numbers_that_are_said_hide_what_is_said_with_them() -> None:
    fields = PersonalFields({"salary": "finance"}, fixed=frozenset({"What do you earn?"}))
    _, _, told, _ = _line(
        Tokens(fields),
        {"slots": {"salary": 45000.0}, "variables": {"seen": 45000.0, "few": 3},
         "last_said": ["What do you earn?", "That is forty five thousand."]},
    )  # fmt: skip
    assert told["slots"] == {"salary": "⟨finance:1⟩"}
    assert told["variables"] == {"seen": "⟨finance:1⟩", "few": 3}
    assert told["last_said"] == ["What do you earn?", "⟨text:1⟩"]


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("my card is four one one one double one one one", True),
        ("write to ann at example dot com", True),
        ("from GB82 WEST 1234 5698 7654 32", True),
        ("a table for four at seven", False),
        ("two hundred and fifty dollars", False),
    ],
)
def test_words_that_may_be_a_value_are_hidden_though_nobody_asked(text: str, hidden: bool) -> None:
    told, *_ = _line(Tokens(FIELDS), {"last_words": text}, {"understanding": {"text": text, "acts": []}})
    assert (told["understanding"]["text"] == "⟨words:1⟩") is hidden


def test_words_that_answer_a_question_for_a_value_are_hidden() -> None:
    event = {"understanding": {"text": "the blue one", "acts": []}}
    told, _, state, _ = _line(Tokens(FIELDS), {"last_words": "the blue one"}, event, asked=True)
    assert told["understanding"]["text"] == state["last_words"] == "⟨words:1⟩"


def test_keys_do_not_tell_which_are_the_same() -> None:
    tokens = Tokens(FIELDS)
    told = [_line(tokens, {}, {"event": "key_pressed", "key": key}, asked=True)[0]["key"] for key in "1221"]
    assert told == ["⟨key:1⟩", "⟨key:2⟩", "⟨key:3⟩", "⟨key:4⟩"]
    assert _line(tokens, {}, {"event": "key_pressed", "key": "1"})[0]["key"] == "1"
    *_, trace = tokens.line({"event": "key_pressed", "key": "1"}, [], {}, [{"why": "key", "key": "1"}], asked=True)
    assert trace == [{"why": "key", "key": "⟨key:5⟩"}]


def test_corrections_tell_their_values_by_the_slot_beside_them() -> None:
    act = {"act": "correct", "slot": "caller", "old": "Joe", "new": "Jonathan"}
    told, *_ = _line(Tokens(FIELDS), {}, {"understanding": {"text": "no Jonathan", "acts": [act]}})
    assert told["understanding"]["text"] == "⟨words:1⟩"
    assert "Jo" not in json.dumps(told["understanding"]["acts"])


def test_a_caller_who_says_a_token_gets_no_value_for_it() -> None:
    tokens = Tokens(FIELDS)
    event = {"understanding": {"text": "⟨person:1⟩", "acts": []}}
    told, _, state, _ = _line(tokens, {"slots": {"caller": "Ann Lee"}, "last_words": "⟨person:1⟩"}, event)
    values = {kept.token: kept.value for kept in tokens.fresh()}
    assert restored(told, values) == event
    assert restored(state, values)["last_words"] == "⟨person:1⟩"


def test_it_goes_on_with_the_tokens_that_are_kept() -> None:
    first = Tokens(FIELDS)
    _line(first, {"slots": {"caller": "Ann Lee"}})
    again = Tokens.of(FIELDS, first.fresh())
    _, _, told, _ = _line(again, {"slots": {"caller": "Bob Ross"}, "last_said": ["Bye, Ann Lee."]})
    assert told == {"slots": {"caller": "⟨person:2⟩"}, "last_said": ["Bye, ⟨person:1⟩."]}


def test_a_hash_of_what_a_tool_is_given_is_no_way_to_it() -> None:
    command = {"tool": "send", "arguments": {"pin": "4711"}, "idempotency_key": "0f3a"}
    _, told, _, _ = Tokens(FIELDS).line({}, [command], {}, [], asked=False)
    assert told[0]["idempotency_key"] == "⟨once:1⟩"
    tokens = Tokens(FIELDS)
    tokens.line({}, [command], {}, [], asked=False)
    assert [kept.shape for kept in tokens.fresh()] == [{"kind": "words", "count": 1}]


def test_what_was_heard_of_a_value_that_was_cut_off_is_hidden() -> None:
    tokens = Tokens(FIELDS)
    said = {"slots": {"phone": "+12125550123"}, "last_said": ["I have 2 1 2, 5 5 5, 0 1 2 3."]}
    _line(tokens, said)
    event = {"event": "user_interrupted", "heard": "I have 2 1 2, 5 5"}
    told, _, state, trace = tokens.line(
        event, [], {**said, "heard": "I have 2 1 2, 5 5"}, [{"why": "interrupted", "heard": "I have 2 1 2, 5 5"}],
        asked=False,
    )  # fmt: skip
    assert "5 5" not in json.dumps([told, state["heard"], trace])
    plain = tokens.line({**event, "heard": "Anything"}, [], {"last_said": ["Anything else?"]}, [], asked=False)[0]
    assert plain["heard"] == "Anything"


@pytest.mark.parametrize("other", [5000, 5000.0, "5000", -5000.0])
@pytest.mark.parametrize("value", [5000, 5000.0, "5000"])
def test_a_number_is_found_in_every_form(value: Any, other: Any) -> None:
    tokens = Tokens(PersonalFields({"balance": "finance"}))
    _, _, told, _ = _line(tokens, {"slots": {"balance": value}, "other": [other]})
    assert str(told["other"][0]).startswith("⟨finance:")
    values = {kept.token: kept.value for kept in tokens.fresh()}
    assert restored(told, values) == {"slots": {"balance": value}, "other": [other]}


def test_what_a_flow_sets_is_hidden_in_the_trace() -> None:
    fields = PersonalFields({"diabetic": "health", "age": "age"})
    trace = [{"why": "set", "name": "diabetic", "value": True}, {"why": "set", "name": "age", "value": 34}]
    *_, told = Tokens(fields).line({}, [], {}, trace, asked=False)
    assert [step["value"] for step in told] == ["⟨health:1⟩", "⟨age:1⟩"]


def test_keys_of_a_map_of_values_may_be_values() -> None:
    fields = PersonalFields({"accounts": "iban"})
    result = {"accounts": {"DE89370400440532013000": 100, "name": "Ann"}}
    told, *_ = _line(Tokens(fields), {}, {"event": "tool_returned", "result": result})
    assert "DE89" not in json.dumps(told)
    assert list(told["result"]["accounts"])[1] == "name"


def test_names_of_two_letters_are_found_as_they_are() -> None:
    _, _, told, _ = _line(Tokens(FIELDS), {"slots": {"caller": "Jo"}, "last_said": ["Thank you, Jo.", "a dojo, jo"]})
    assert told["last_said"] == ["Thank you, ⟨person:1⟩.", "a dojo, jo"]


@pytest.mark.parametrize("name", ["Said", "Art Cal", "Cancel"])
def test_a_caller_who_is_called_like_a_word_of_the_engine_changes_no_structure(name: str) -> None:
    event = {"event": "user_said", "understanding": {"text": "cancel", "acts": [{"act": "cancel", "flow": "cancel"}]}}
    commands = [{"command": "call_tool", "tool": "cancel"}]
    told, made, state, trace = Tokens(FIELDS).line(
        event, commands, {"slots": {"caller": name}, "phase": "cancel"}, [{"why": "cancel", "node": "said"}], asked=True
    )
    assert (told["event"], told["understanding"]["acts"][0]) == ("user_said", {"act": "cancel", "flow": "cancel"})
    assert (made, trace, state["phase"]) == (commands, [{"why": "cancel", "node": "said"}], "cancel")
    assert state["slots"]["caller"] == "⟨person:1⟩"


def test_how_values_are_said_is_known_when_it_goes_on() -> None:
    fields = personal_fields(clinic())
    first = Tokens(fields)
    _line(first, {"slots": {"card": "4111111111111111"}})
    again = Tokens.of(fields, first.fresh())
    said = fields.slots["card"].say("4111111111111111")
    assert _line(again, {"last_said": [f"The card {said}."]})[2]["last_said"] != [f"The card {said}."]


NAMES = st.sampled_from(["caller", "phone", "salary", "size", "slots", "values", "keys", "slot", "value", "text"])
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-5000, 5000), st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["Ann Lee", "ann", "+12125550123", "2 1 2 5 5 5 0 1 2 3", "caller", "⟨person:1⟩", "a⟨words:2⟩b"]),
    st.text(max_size=20),
)  # fmt: skip
DOCUMENTS = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5), max_leaves=20
)


@given(st.lists(st.tuples(DOCUMENTS, DOCUMENTS), min_size=1, max_size=3))
def test_what_is_put_back_is_what_was_there(happened: list[tuple[Any, Any]]) -> None:
    tokens, values = Tokens(FIELDS), {}
    for event_values, slots in happened:
        event, state = {"values": event_values, "text": slots}, {"slots": slots, "stack": [event_values]}
        told_event, _, told_state, _ = tokens.line(event, [], state, [], asked=False)
        values |= {kept.token: kept.value for kept in tokens.fresh()}
        assert restored(json.loads(json.dumps(told_event)), values) == event
        assert restored(json.loads(json.dumps(told_state)), values) == state


def test_what_a_token_looks_like() -> None:
    assert TOKEN.fullmatch("⟨card:1⟩")
    assert not TOKEN.search("⟨⟩ ⟨card⟩ card:1")


@pytest.mark.parametrize(
    ("said", "asked", "told"),
    [
        ("I am Ann Lee and you are an idiot", True, "⟨words:2⟩"),
        ("call 212 555 0123 you idiot today", False, "⟨words:2⟩"),
        ("you idiot", False, "you idiot"),
    ],
)
def test_what_guardrails_found_in_a_sentence_is_as_hidden_as_the_sentence(said: str, asked: bool, told: str) -> None:
    """Their evidence is a part of it."""
    evidence = said[:30] if told.startswith("⟨") else said
    trip = {"rule": "rude", "evidence": evidence}
    event = {"event": "user_said", "understanding": {"text": said, "acts": [], "trips": [trip]}}
    kept, _, _, trace = Tokens(FIELDS).line(event, [], {}, [{"why": "guardrail", **trip}], asked=asked)
    assert kept["understanding"]["trips"][0]["evidence"] == told
    assert trace[0]["evidence"] == told
