"""Words that the recogniser should expect: bounded, the same every time, and those that matter."""

import pytest

from flows.definition.bot import Bot
from flows.engine.acts import Act
from flows.engine.commands import Listen
from flows.engine.hints import MOST_OPTIONS, MOST_TELLING, question_hints, request_hints, telling_words
from flows.engine.program import Program
from flows.engine.state import State
from flows.engine.turn import expectation
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import Talk, bot


@pytest.fixture
def shop() -> Program:
    return Talk(SHOP).program


def test_words_that_all_intents_share_tell_nothing() -> None:
    telling = telling_words(
        {
            "renew": ["i want to renew a book", "renew my loan", "extend the loan of a book"],
            "reserve": ["i want to reserve a book", "put a book aside", "reserve it for me"],
        }
    )
    assert telling["renew"][:2] == ["loan", "renew"]
    assert telling["reserve"][0] == "reserve"
    assert not {"book"} & set(telling["renew"])
    assert not {"want", "for", "the"} & {word for words in telling.values() for word in words}


def test_a_single_intent_has_telling_words_too() -> None:
    assert telling_words({"parcel": ["where is my parcel", "has my parcel left"]}) == {"parcel": ["parcel", "left"]}
    assert telling_words({}) == {}
    assert telling_words({"empty": []}) == {"empty": []}


def test_each_intent_has_a_word_before_any_has_two(starter_bots: dict[str, Bot]) -> None:
    for slug, several in (("riverbank", 4), ("table_booking", 5)):
        hints = request_hints(starter_bots[slug])
        examples = {name: intent.examples for name, intent in starter_bots[slug].intents.items()}
        first = [words[0] for words in telling_words(examples).values()]
        options = sum(len(slot.expected_words()) for slot in starter_bots[slug].slots.values())
        assert set(first) <= set(hints)
        assert len(set(first) & set(hints[options:][:several])) == several


def test_options_are_named_and_not_twice(starter_bots: dict[str, Bot]) -> None:
    hints = request_hints(starter_bots["riverbank"])
    assert {"savings", "checking", "anna", "john", "landlord"} <= set(hints)
    assert len(hints) == len(set(hints)) <= MOST_TELLING + MOST_OPTIONS


def test_a_large_bot_gives_no_more() -> None:
    options = ", ".join(f"option{chr(97 + at)}: null" for at in range(26))
    intents = "\n".join(f"  i{at}: {{examples: [word{chr(97 + at)} please, a word{chr(97 + at)}]}}" for at in range(26))
    main = "  main: {nodes: {a: {type: end}}}"
    flows = "\n".join(f"  f{at}: {{triggers: [i{at}], nodes: {{a: {{type: end}}}}}}" for at in range(26))
    large = bot(
        f"slots:\n  many: {{type: choice, choices: {{{options}}}}}\nintents:\n{intents}\nflows:\n{main}\n{flows}\n",
        warnings=True,
    )
    assert len(request_hints(large)) == MOST_TELLING + MOST_OPTIONS
    assert request_hints(large) == request_hints(large)


def test_an_intent_that_starts_nothing_is_not_listened_for(shop: Program) -> None:
    untriggered = SHOP.replace("triggers: [order]", "triggers: []")
    assert "order" in request_hints(shop.bot)
    assert "order" not in request_hints(Talk(untriggered, begin=False).program.bot)


def test_requests_expect_what_the_bot_can_do() -> None:
    talk = Talk(SHOP)
    program = talk.program
    assert expectation(program, talk.state).kind == "request"
    assert expectation(program, talk.state).hints == request_hints(program.bot)
    assert expectation(program, State("small", "ended")).hints == ()


def test_questions_expect_their_answers_only() -> None:
    talk = Talk(SHOP)
    talk.act(Act("start_flow", flow="order"))
    assert expectation(talk.program, talk.state).hints == ("small", "large")


def test_an_own_hint_comes_before_the_words_of_the_slot() -> None:
    program = Talk(
        SHOP.replace("say: Which size?", "say: Which size?\n        hints: [tiny, large]"), begin=False
    ).program
    node = program.asks_for("size")[0]
    assert question_hints(program.bot, node)[: len(node.hints)] == node.hints


def test_the_log_is_not_filled_with_what_follows_from_the_bot() -> None:
    talk = Talk(SHOP)
    talk.act(Act("start_flow", flow="order"))
    listening = [command for command in talk.sprint.commands if isinstance(command, Listen)]
    assert listening[-1].expectation.hints == ("small", "large")
    talk.act(Act("cancel"))
    listening = [command for command in talk.sprint.commands if isinstance(command, Listen)]
    assert listening[-1].expectation.hints == ()
