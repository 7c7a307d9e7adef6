"""A bot that asks for everything that is personal, five people who answer it, and talks with them that are kept."""

import json
from dataclasses import dataclass
from typing import Any

from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.kept_lines import KeptLine, KeptLines
from flows.driver.silent_output import SilentOutput
from flows.engine.events import Event
from flows.engine.program import Program
from flows.engine.state import Sprint
from flows.loader.load import Loaded, load_text
from flows.personal.fields import personal_fields
from flows.personal.spotting import plainly
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from tools.box import ToolBox

NOW = "2026-01-05T10:00:00.000+00:00"
CLINIC = """
voxloom: 1
bot: clinic
start: welcome
types:
  member_number: {type: spelled, pattern: "[A-Z]{2}[0-9]{4}", personal: id}
slots:
  caller: {type: person, description: your name}
  phone: {type: phone, description: your phone number}
  mail: {type: email, description: your e-mail address}
  card: {type: card_number, description: the number of your card}
  account: {type: iban, description: your account}
  home: {type: address, description: your address}
  birthday: {type: date, past: true, personal: birth, description: the day of your birth}
  member: {type: member_number, description: your member number}
  pin: {type: digits, length: 4, personal: secret, description: your code}
variables:
  doctor: {type: person}
  street: {type: address}
  visits: {type: integer}
tools:
  find_doctor:
    effect: write
    idempotency_key: auto
    confirmed: true
    allow: [person, phone, id]
    arguments: {name: text, phone: text, member: text}
    returns: {doctor: person, street: address, visits: integer}
defaults: {on_fail: handoff, on_error: handoff}
flows:
  welcome:
    description: Takes everything down.
    nodes:
      hello: {type: say, say: "Clinic, an automated assistant."}
      who: {type: ask, slot: caller, say: What is your name?}
      reach: {type: ask, slot: phone, say: "Which number, {{ caller }}?", confirm: "{{ phone }}, is that right?"}
      write: {type: ask, slot: mail, say: What is your e-mail address?, confirm: "{{ mail }}, is that right?"}
      pay: {type: ask, slot: card, say: What is the number of your card?}
      bank: {type: ask, slot: account, say: And your account?, confirm: "{{ account }}, is that right?"}
      live: {type: ask, slot: home, say: Where do you live?}
      born: {type: ask, slot: birthday, say: When were you born?, confirm: "{{ birthday }}, is that right?"}
      join: {type: ask, slot: member, say: What is your member number?, confirm: "{{ member }}, is that right?"}
      code: {type: ask, slot: pin, say: Please key in your code., dtmf: {finish: "#"}}
      find:
        type: call
        tool: find_doctor
        with: {name: "{{ caller }}", phone: "{{ phone }}", member: "{{ member }}"}
        save: {doctor: result.doctor, street: result.street, visits: result.visits}
      tell:
        type: say
        say: "{{ caller }}, {{ doctor }} in {{ street }} knows you from {{ visits }} visits."
        next: end
"""


@dataclass(frozen=True)
class Person:
    """What somebody says, what is to be found of it nowhere, and what the tool knows of them."""

    says: tuple[str, ...]
    keys: str
    values: tuple[str, ...]
    returned: dict[str, Any]


PEOPLE = (
    Person(
        (
            "my name is Maria Lopez", "two one two five five five zero one two three", "yes",
            "maria dot lopez at example dot com", "yes",
            "four one one one one one one one one one one one one one one one",
            "g b eight two w e s t one two three four five six nine eight seven six five four three two", "yes",
            "5 Mill Lane, Springfield", "the first of June 1985", "yes", "a b one two three four", "yes",
        ),
        "4711",
        (
            "Maria", "Lopez", "+12125550123", "maria.lopez@example.com", "4111111111111111",
            "GB82WEST12345698765432", "Mill Lane", "1985-06-01", "AB1234", "4711",
        ),
        {"doctor": "Helga Brunner", "street": "12 Harbour Road", "visits": 3},
    ),
    Person(
        (
            "Tobias Winkelmann", "415 555 2671", "yes", "t.winkelmann@mail.example.org", "yes",
            "5555 5555 5555 4444", "DE89 3704 0044 0532 0130 00", "yes", "17 Orchard Street, Denver", "March 3rd 1990",
            "yes", "QX9981", "yes",
        ),
        "0852",
        (
            "Tobias", "Winkelmann", "+14155552671", "t.winkelmann@mail.example.org", "5555555555554444",
            "DE89370400440532013000", "Orchard Street", "1990-03-03", "QX9981", "0852",
        ),
        {"doctor": "Ngozi Adeyemi", "street": "3 Palace Gardens", "visits": 12},
    ),
    Person(
        (
            "it's Aisha Rahman", "six four six five five five zero one nine eight", "yes",
            "aisha at rahman dot net", "yes", "3782 822463 10005", "FR14 2004 1010 0505 0001 3M02 606", "yes",
            "221 Baker Street, London", "11 November 1972", "yes", "z k seven seven zero three", "yes",
        ),
        "9034",
        (
            "Aisha", "Rahman", "+16465550198", "aisha@rahman.net", "378282246310005",
            "FR1420041010050500013M02606", "Baker Street", "1972-11-11", "ZK7703", "9034",
        ),
        {"doctor": "Piotr Zielinski", "street": "88 Chestnut Avenue", "visits": 1},
    ),
    Person(
        (
            "I am John Featherstone", "(303) 555-0188", "yes", "john_f@post.example.co.uk", "yes",
            "6011 1111 1111 1117", "NL91 ABNA 0417 1643 00", "yes", "9 Willow Crescent, Austin", "July 4th 1968", "yes",
            "HN2045", "yes",
        ),
        "6158",
        (
            "Featherstone", "+13035550188", "john_f@post.example.co.uk", "6011111111111117",
            "NL91ABNA0417164300", "Willow Crescent", "1968-07-04", "HN2045", "6158",
        ),
        {"doctor": "Sunita Patel", "street": "40 Riverside Drive", "visits": 7},
    ),
)  # fmt: skip
COUNT = sum(len(person.values) + 2 for person in PEOPLE)


def clinic() -> Loaded:
    """The bot; it must be able to run."""
    loaded = load_text(CLINIC, "clinic.yaml")
    assert loaded.runnable, loaded.findings
    return loaded


def found_in(text: str, person: Person) -> list[str]:
    """The values of a person that a text has, as they are or said in other words; and what they said."""
    values = [*person.values, person.returned["doctor"], person.returned["street"]]
    plain = plainly(text)
    sentences = [said for said in person.says if said != "yes"]
    return [value for value in (*values, *sentences) if value in text or plainly(value) in plain]


class KeptTalk:
    """A log that makes the lines that are kept; `before` and `states` are what was there in the open."""

    def __init__(self, loaded: Loaded) -> None:
        assert loaded.bot is not None
        self.lines = KeptLines(personal_fields(loaded), loaded.bot.bot)
        self.kept: list[KeptLine] = []
        self.happened: list[tuple[Event, Sprint]] = []

    def add(self, event: Event, sprint: Sprint) -> None:
        self.happened.append((event, sprint))
        self.kept.append(self.lines.next(event, sprint))

    async def committed(self) -> None:
        pass

    @property
    def values(self) -> dict[str, Any]:
        return {new.token: new.value for line in self.kept for new in line.fresh}

    @property
    def text(self) -> str:
        return "\n".join(json.dumps([line.line, line.state], ensure_ascii=False) for line in self.kept)


async def talk(loaded: Loaded, embedder: InProcessEmbedder, person: Person, log: Any) -> Conversation:
    """Somebody says all that they have to say."""
    assert loaded.bot is not None
    understander = await LocalUnderstanding.train(loaded.bot, embedder)
    tools = ToolBox(loaded.bot, {"find_doctor": person.returned}, bound=False)
    conversation = Conversation(Program(loaded.bot), understander, tools, SilentOutput(), FixedClock(NOW), log)
    await conversation.start("voice", call="call-1")
    for sentence in person.says:
        await conversation.hear(sentence)
    await conversation.press(f"{person.keys}#")
    await conversation.hear("goodbye")
    await conversation.hang_up()
    return conversation
