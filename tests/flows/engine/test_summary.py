"""What a person is told who takes a call over."""

from flows.engine.acts import Act
from tests.flows.engine.travel import TRAVEL
from tests.flows.small_bots import Talk


def test_wants_values_reason_and_last_words() -> None:
    talk = Talk(TRAVEL)
    talk.act(Act("start_flow", flow="book"), Act("fill", slot="city", value="rome"), Act("start_flow", flow="hours"))
    talk.act(Act("human"))
    told = talk.handoff.summary
    assert told["wants"] == ["Books a trip.", "Says the hours."]
    assert told["slots"] == {"city": "rome"}
    assert told["reason"] == "caller"
    assert told["text"] == "In progress: book. Asked for too: hours. Known: city rome."


def test_a_node_may_add_a_sentence() -> None:
    note = '{type: handoff, say: One moment., summary: "Wants to go to {{ city }}."}'
    talk = Talk(
        TRAVEL.replace("more: {type: ask, slot: card, say: Last four digits for the receipt?}", f"more: {note}")
    )
    talk.ask_for("book", city="paris", people=2)
    talk.returns({"price": 10})
    talk.give(meal="fish")
    talk.give(payer="Ann")
    talk.act(Act("affirm"))
    talk.give(sure=True)
    talk.returns({"seats": 2})
    assert talk.said == ["One moment."]
    assert talk.handoff.summary["note"] == "Wants to go to paris."
    assert talk.handoff.summary["variables"]["seats"] == 2
    assert talk.handoff.summary["text"].startswith("Wants to go to paris. In progress: book.")
