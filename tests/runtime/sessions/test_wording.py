"""What is made beforehand is what the bot then says."""

import pytest

from flows.engine.program import Program
from flows.loader.load import load_text
from runtime.sessions import wording as wording_module
from runtime.sessions.wording import wording
from tests.runtime.sessions.stage import BOT, staged
from tests.runtime.virtual_time import run

TEXT = """
voxloom: 1
bot: bank
start: welcome
pronunciations: {Olive: Olliv}
slots:
  account: {type: choice, choices: {savings: [], joint_account: []}}
  block: {type: yes_no}
  code: {type: digits, length: 4}
  guests: {type: integer, min: 1, max: 3}
  miles: {type: integer, min: 1, max: 300}
variables: {balance: {type: money}}
tools: {look: {type: python, function: x.y, arguments: {where: text}}}
intents: {pay: {examples: [pay]}}
flows:
  welcome: {nodes: {hello: {type: say, say: "Olive Bank here.  How can I help?", next: end}}}
  pay:
    triggers: [pay]
    nodes:
      which: {type: ask, slot: account, say: "Which account?", confirm: "{{ value }}, you said?"}
      number: {type: ask, slot: code, say: "Which code?"}
      keep: {type: set, set: {balance: "7"}}
      look: {type: call, tool: look, with: {where: "over there"}, filler: {say: "One moment."}}
      tell: {type: say, say: "Your {{ account }} in Olive has {{ balance | money }}. Olive says bye."}
      seats: {type: say, say: "A table for {{ guests }} at {{ code }}, {{ miles }} miles away."}
      own: {type: say, say: "It is {{ balance | money }} by Olive now.", pronunciations: {now: nau}, next: end}
"""


def program(text: str = TEXT) -> Program:
    loaded = load_text(text)
    assert loaded.bot is not None, loaded.findings
    return Program(loaded.bot)


def test_everything_that_is_said_in_the_same_words() -> None:
    made = wording(program())
    assert made.clauses[:2] == ("Olliv Bank here.", "How can I help?")
    for clause in (
        "Which account?",
        "One moment.",
        "savings, you said?",
        "joint account, you said?",
        "Your savings in Olliv has",
        "Your joint account in Olliv has",
        "Olliv says bye.",
        "Sorry, I didn't get that.",
        "Did you mean",
        "is that right?",
        "It can be 300 at most.",
    ):
        assert clause in made.clauses
    assert {f"A table for {count}" for count in (1, 2, 3)} == {each for each in made.clauses if "table" in each}
    assert not {"7", "over there"} & set(made.clauses)
    assert len(set(made.clauses)) == len(made.clauses)


def test_texts_are_cut_so_that_it_is_found() -> None:
    made = wording(program())
    text = program().spoken("Your joint account in Olive has $5. Olive says bye.")
    assert text is not None
    assert made.splicer.split(text) == ("Your joint account in Olliv has", "$5.", "Olliv says bye.")
    assert made.splicer.split("Sorry, I didn't get that.") == ("Sorry, I didn't get that.",)


def test_wordings_of_texts_with_values_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    many = wording(program()).clauses
    monkeypatch.setattr(wording_module, "MOST_FROM_TEMPLATES", 3)
    few = wording(program()).clauses
    assert "Which code?" in few
    assert len(few) < len(many)
    assert "Olliv says bye." not in few


def test_a_call_begins_a_text_with_the_words_that_are_ready() -> None:
    async def work() -> None:
        bot = BOT.replace("It is {{ price | money }}.", "Your boat {{ boat }} costs {{ price | money }}.")
        async with staged(bot=bot) as stage:
            await stage.says("rent a boat")
            await stage.says("anna")
            await stage.heard("Your boat anna costs $30.")
            await stage.listening()
            assert stage.voice.made[-3:-1] == ["Your boat anna costs", "$30."]

    run(work())
