"""Values of five people that are to be found nowhere: what they say, what tools know of them, and how to look for them.

Each value is long or rare enough that no hash, time or key has it by chance.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from flows.personal.spotting import plainly

BOT = """
voxloom: 1
bot: canary
region: US
start: welcome
types:
  member_number: {type: spelled, pattern: "[A-Z]{2}[0-9]{6}", personal: id}
slots:
  caller: {type: person, description: your name}
  phone: {type: phone, description: your phone number}
  mail: {type: email, description: your e-mail address}
  card: {type: card_number, description: the number of your card}
  account: {type: iban, description: your account}
  home: {type: address, description: your address}
  zip: {type: postcode, description: your zip code}
  birthday: {type: date, past: true, personal: birth, description: the day of your birth}
  member: {type: member_number, description: your member number}
  pin: {type: digits, length: 8, personal: secret, description: your code}
variables:
  greeted: {type: person, from: caller}
  doctor: {type: person}
  street: {type: address}
  doctors_phone: {type: phone}
  visits: {type: integer}
tools:
  find_doctor:
    type: python
    function: tests.canary.find_doctor
    effect: write
    idempotency_key: auto
    confirmed: true
    allow: [person, phone, id]
    arguments: {name: text, phone: text, member: text}
    returns: {doctor: person, street: address, phone: phone, visits: integer}
  fail:
    type: python
    function: tests.canary.fail
    allow: [person, card]
    arguments: {name: text, card: text}
    returns: {}
defaults: {on_fail: handoff, on_error: handoff}
flows:
  welcome:
    description: Takes everything down.
    nodes:
      hello: {type: say, say: "Clinic, an automated assistant.{% if greeted %} Welcome back, {{ greeted }}.{% endif %}"}
      who: {type: ask, slot: caller, say: What is your name?}
      reach: {type: ask, slot: phone, say: "Which number, {{ caller }}?", confirm: "{{ phone }}, is that right?"}
      write: {type: ask, slot: mail, say: What is your e-mail address?, confirm: "{{ mail }}, is that right?"}
      pay: {type: ask, slot: card, say: What is the number of your card?}
      bank: {type: ask, slot: account, say: And your account?, confirm: "{{ account }}, is that right?"}
      live: {type: ask, slot: home, say: Where do you live?}
      there: {type: ask, slot: zip, say: And the zip code?, confirm: "{{ zip }}, is that right?"}
      born: {type: ask, slot: birthday, say: When were you born?, confirm: "{{ birthday }}, is that right?"}
      join: {type: ask, slot: member, say: What is your member number?, confirm: "{{ member }}, is that right?"}
      code: {type: ask, slot: pin, say: Please key in your code., dtmf: {finish: "#"}}
      find:
        type: call
        tool: find_doctor
        with: {name: "{{ caller }}", phone: "{{ phone }}", member: "{{ member }}"}
        save: {doctor: result.doctor, street: result.street, doctors_phone: result.phone, visits: result.visits}
      tell: {type: say, say: "{{ caller }}, {{ doctor }} in {{ street }} knows you, call {{ doctors_phone }}."}
      try: {type: call, tool: fail, with: {name: "{{ caller }}", card: "{{ card }}"}, on_error: sorry}
      sorry: {type: say, say: "{{ caller }}, something went wrong with {{ card }}.", next: end}
"""


@dataclass(frozen=True)
class Person:
    """`says`: their sentences in the order of the bot's questions; `values`: what is to be found nowhere, the `pin`
    that they key in among it; `returned`: what the tool knows; `greeted`: what their page brings along."""

    says: tuple[str, ...]
    pin: str
    values: tuple[str, ...]
    returned: dict[str, Any]
    greeted: str = ""

    @property
    def all_values(self) -> tuple[str, ...]:
        """Also those of the tool and of the page."""
        told = (self.returned["doctor"], self.returned["street"], self.returned["phone"], self.greeted)
        return (*self.values, *(value for value in told if value))

    @property
    def name(self) -> str:
        """By which the tool knows them."""
        return self.values[0]


PEOPLE = (
    Person(
        (
            "my name is Xanthippe Quillfeather", "two one two five five five zero one seven nine", "yes",
            "x dot quillfeather at fernmail dot com", "yes",
            "four five three nine one four eight eight zero three four three six four six seven",
            "g b three three b u k b two zero two zero one five five five five five five five five five", "yes",
            "7319 Thistledown Lane, Springfield", "nine zero two one zero one two three four", "yes",
            "the second of June 1951", "yes", "q v eight three one nine zero four", "yes",
        ),
        "83019274",
        (
            "Xanthippe Quillfeather", "Quillfeather", "+12125550179", "x.quillfeather@fernmail.com",
            "4539148803436467", "GB33BUKB20201555555555", "Thistledown Lane", "90210-1234", "1951-06-02", "QV831904",
            "83019274",
        ),
        {"doctor": "Ignatius Wolfsberger", "street": "48 Kestrelgate", "phone": "+12125550147", "visits": 3},
        "Xanthi Quillfeatherova",
    ),
    Person(
        (
            "Zbigniew Ravensborough", "(415) 555-0136", "yes", "z_ravens@post.quarrynet.org", "yes",
            "5425 2334 3010 9903", "DE75 5121 0800 1245 1261 99", "yes", "2290 Gooseberry Crescent, Denver",
            "60614-7731", "yes", "March 9th 1947", "yes", "KZ440917", "yes",
        ),
        "50926183",
        (
            "Zbigniew Ravensborough", "Ravensborough", "+14155550136", "z_ravens@post.quarrynet.org",
            "5425233430109903", "DE75512108001245126199", "Gooseberry Crescent", "60614-7731", "1947-03-09",
            "KZ440917", "50926183",
        ),
        {"doctor": "Perpetua Hallstrom", "street": "915 Plovermere Road", "phone": "+16465550183", "visits": 12},
    ),
    Person(
        (
            "it's Oluwaseun Marchbanks", "six four six five five five zero one one eight", "yes",
            "oluwaseun at marchbanks dot net", "yes", "3714 496353 98431", "FR76 3000 6000 0112 3456 7890 189", "yes",
            "6641 Hollyhock Avenue, Boston", "33109-4402", "yes", "17 November 1938", "yes",
            "j r five five zero eight two six", "yes",
        ),
        "71640385",
        (
            "Oluwaseun Marchbanks", "Marchbanks", "+16465550118", "oluwaseun@marchbanks.net", "371449635398431",
            "FR7630006000011234567890189", "Hollyhock Avenue", "33109-4402", "1938-11-17", "JR550826", "71640385",
        ),
        {"doctor": "Thaddeus Brightwater", "street": "30 Ptarmigan Court", "phone": "+13035550164", "visits": 1},
        "Olu Marchbankston",
    ),
    Person(
        (
            "I am Guinevere Strathclyde", "303 555 0192", "yes", "g.strathclyde@mail.example.co.uk", "yes",
            "6011 0009 9013 9424", "NL02 ABNA 0123 4567 89", "yes", "1873 Wisteria Parade, Austin", "78701-9935", "yes",
            "July 23rd 1944", "yes", "WM207743", "yes",
        ),
        "28475091",
        (
            "Guinevere Strathclyde", "Strathclyde", "+13035550192", "g.strathclyde@mail.example.co.uk",
            "6011000990139424", "NL02ABNA0123456789", "Wisteria Parade", "78701-9935", "1944-07-23", "WM207743",
            "28475091",
        ),
        {"doctor": "Bartholomew Finchley", "street": "5502 Larkspur Drive", "phone": "+14155550121", "visits": 7},
    ),
)  # fmt: skip
COUNT = sum(len(person.all_values) for person in PEOPLE)


def find_doctor(name: str, phone: str, member: str) -> dict[str, Any]:
    """The tool: what it knows of somebody."""
    return next(person.returned for person in PEOPLE if person.name == name)


def fail(name: str, card: str) -> dict[str, Any]:
    """The other tool: its exception tells all that it was given."""
    raise RuntimeError(f"{name} has no account for {card}")


def forms(value: str) -> set[bytes]:
    """A value as it may be written: as it is, in JSON, in groups, in small letters."""
    figures = re.sub(r"[^A-Za-z0-9]", "", value)
    written = {value, json.dumps(value)[1:-1], value.replace(" ", "+"), value.replace(" ", "%20")}
    if sum(map(str.isdigit, figures)) >= 6:
        for size in (2, 3, 4):
            groups = [figures[start : start + size] for start in range(0, len(figures), size)]
            written |= {" ".join(groups), "-".join(groups), ".".join(groups)}
        written |= {figures, " ".join(figures), figures.removeprefix("1") if value.startswith("+1") else figures}
    return {text.casefold().encode() for text in written}


def leaks(what: str, data: bytes | str, people: tuple[Person, ...] = PEOPLE) -> list[str]:
    """The values and sentences that are in some data, in any of their forms; `what` it is stands before each."""
    raw = data.encode() if isinstance(data, str) else data
    low = raw.lower()
    plain = plainly(raw.decode("utf-8", "replace"))
    found = []
    for person in people:
        for value in person.all_values:
            same = plainly(value)
            local = plainly(value.removeprefix("+1"))
            if any(form in low for form in forms(value)) or same in plain or local in plain:
                found.append(f"{what}: {value}")
        found += [f"{what}: {said!r}" for said in person.says if said != "yes" and plainly(said) in plain]
    return found
