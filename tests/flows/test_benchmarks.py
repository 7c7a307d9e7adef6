"""The benchmarks of values and of requests: what they count, how they judge, and that no value is lost again."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks import _bots, values
from benchmarks import held_out_requests as requests
from benchmarks._spoken import Clip, share, turns, written_to
from benchmarks._value_rows import Row, held_out_rows, table_rows
from flows.engine.acts import Act
from flows.understanding.in_process import InProcessEmbedder
from flows.values.setting import Setting

DATA = Path(__file__).parent / "values" / "data"


@pytest.fixture(scope="module")
def judged() -> list[values.Judged]:
    """Every row of tables and held-out file."""
    return values.typed([*table_rows(), *held_out_rows()])


def test_as_many_values_are_understood_as_the_floor_says(judged: list[values.Judged]) -> None:
    floor = values.read_floor()
    assert set(floor) == set(values.SOURCES)
    wrong = [f"{each.row.source} {each.row.kind}: {each.row.say}" for each in judged if not each.right]
    assert values.below_floor(values.typed_figures(judged), floor) == [], wrong


def test_every_row_is_counted(judged: list[values.Judged]) -> None:
    made = values.typed_figures(judged)
    for path in DATA.glob("*.yaml"):
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        listed = table["rows"] if isinstance(table, dict) else table
        assert made["tables_by_type"][path.stem]["n"] == len(listed)
    assert made["tables"]["n"] == sum(each["n"] for each in made["tables_by_type"].values())
    assert made["held_out"]["n"] == sum(each["n"] for each in made["held_out_by_type"].values())
    assert made["tables"]["n"] + made["held_out"]["n"] == len(judged)


def money(value: Any, *, source: str = "held_out", **keys: Any) -> Row:
    return Row(source, "money", {"say": "fifty dollars", "is": value, **keys}, Setting())


@pytest.mark.parametrize("source", values.SOURCES)
@pytest.mark.parametrize(("value", "right"), [(50, True), (15, False), (None, False), ("50", False)])
def test_another_value_is_wrong(source: str, value: Any, right: bool) -> None:
    assert money(value, source=source).right() is right


def test_a_table_says_also_what_is_read_back() -> None:
    assert not money(50, source="tables", doubtful=True).right()
    assert money(50, source="tables", doubtful=True).means("fifty dollars")


def test_a_held_out_value_that_the_slot_refuses_is_none() -> None:
    assert money(None, slot={"max": 20}).right()


def test_words_that_were_heard_are_judged_by_their_value() -> None:
    assert money(50).means("$50.")
    assert not money(50).means("$15.")
    assert not money(50).means("")


@pytest.mark.parametrize(
    ("said", "speakable"),
    [
        ("Fifty dollars, please.", True),
        ("at nine p.m.", True),
        ("$50", False),
        ("a.b at gmail.com", False),
        ("", False),
    ],
)
def test_only_words_are_spoken(said: str, speakable: bool) -> None:
    assert replace(money(50), row={"say": said, "is": 50}).speakable is speakable
    assert not replace(money(50), row={"say": said, "is": None}).speakable


def test_the_letter_a_is_spoken_by_its_name() -> None:
    code = Row("tables", "postcode", {"say": "e c one a one b b", "is": "EC1A1BB"}, Setting())
    assert code.spoken == "e c one ay one b b"
    assert money(50).spoken == money(50).say


def test_a_choice_expects_its_options() -> None:
    assert Row("tables", "choice", {"say": "savings", "is": "savings"}, Setting()).hints[:2] == ("savings", "checking")


def test_the_floor_never_falls() -> None:
    made = {"tables": {"right": 7}, "held_out": {"right": 3}}
    assert values.below_floor(made, {"tables": 7, "held_out": 4}) == ["held_out"]
    assert values.raised(made, {"tables": 5, "held_out": 4}) == {"tables": 7, "held_out": 4}


def test_three_voices_say_a_sentence_each_over_a_line_of_its_own() -> None:
    said = [(voice, *each) for voice, own in enumerate(turns(27, 9)) for each in own]
    for number in range(27):
        own = [(voice, line) for voice, sentence, line in said if sentence == number]
        assert len({voice for voice, _ in own}) == 3
        assert {line for _, line in own} == {"clean", "telephone", "noise"}
    assert {sum(voice == wanted for voice, *_ in said) for wanted in range(9)} == {9}
    assert {sum((voice, line) == (4, wanted) for voice, _, line in said) for wanted in ("clean", "noise")} == {3}


def test_what_was_heard_is_written_a_row_a_line(tmp_path: Path) -> None:
    clip = Clip(0, "piper-joe", "noise", "50: no")
    with written_to(tmp_path / "new" / "heard.yaml") as write:
        write(values.Spoken(money(50, region="US"), clip, 50, False, (50, False)).as_row())
    [line] = (tmp_path / "new" / "heard.yaml").read_text(encoding="utf-8").splitlines()
    assert line.startswith("- {type: money, region: US, voice: piper-joe, line: noise,")
    assert yaml.safe_load(line)[0]["heard"] == "50: no"


def test_another_value_than_was_said_is_misread() -> None:
    clips = [
        (Clip(0, "piper-joe", line, "heard"), read) for line, read in [("clean", 50), ("noise", 15), ("noise", None)]
    ]
    made = values.spoken_figures([values.Spoken(money(50), clip, read, False, (read, False)) for clip, read in clips])
    assert [made[name]["right"] for name in ("spoken", "spoken_clean", "spoken_misread")] == [1, 1, 1]
    assert made["spoken_by_line"] == {"clean": share([True]), "noise": share([False, False])}
    assert made["spoken_misread_by_type"]["money"]["n"] == 3


def test_shares() -> None:
    assert share([True, False, False]) == {"n": 3, "right": 1, "share": 0.3333}
    assert share([])["share"] is None


PAY = {"bot": "riverbank", "say": "pay anna fifty", "flow": "transfer", "slots": {"payee": "anna", "amount": "50"}}
STARTED = Act("start_flow", flow="transfer")
PAYEE, AMOUNT = Act("fill", slot="payee", value="anna"), Act("fill", slot="amount", value=50)


@pytest.mark.parametrize(
    ("entry", "acts", "way"),
    [
        (PAY, (STARTED, PAYEE, AMOUNT), "right"),
        (PAY, (STARTED, PAYEE), "right_flow"),
        (PAY, (STARTED, PAYEE, Act("fill", slot="amount", value=15)), "right_flow"),
        ({**PAY, "slots": {"payee": "anna"}}, (STARTED, PAYEE, AMOUNT), "right_flow"),
        ({**PAY, "slots": {"payee": "anna"}, "more": "true"}, (STARTED, PAYEE, AMOUNT), "right"),
        ({**PAY, "flow": "check_balance"}, (STARTED, PAYEE, AMOUNT), "wrong_flow"),
        (PAY, (STARTED, Act("start_flow", flow="check_balance")), "wrong_flow"),
        (PAY, (Act("human"),), "wrong_flow"),
        ({"bot": "riverbank", "say": "agent", "flow": "person"}, (Act("human"),), "right"),
        (PAY, (Act("clarify", candidates=("transfer", "card_lost")),), "asked"),
        (PAY, (Act("clarify", candidates=("opening_hours", "card_lost")),), "asked_wrongly"),
        (PAY, (Act("out_of_scope"),), "refused"),
        (PAY, (), "refused"),
    ],
)
def test_what_becomes_of_a_request(entry: dict[str, Any], acts: tuple[Act, ...], way: str) -> None:
    assert _bots.judged(entry, acts).way == way


def test_what_a_bot_leaves_alone_and_asks_about() -> None:
    asked = (Act("clarify", candidates=("transfer", "card_lost")),)
    assert _bots.leaves_alone((Act("out_of_scope"),))
    assert not _bots.leaves_alone(asked)
    assert _bots.asks_between({"between": ["card_lost", "transfer", "person"]}, asked)
    assert not _bots.asks_between({"between": ["card_lost", "person"]}, asked)


def test_every_held_out_sentence_is_counted_once(embedder: InProcessEmbedder) -> None:
    async def run() -> requests.Typed:
        return await requests.typed(await _bots.talks(embedder))

    made = requests.typed_figures(asyncio.run(run()))
    totals = [made[f"{kind}_n"] for kind in ("requests", "out_of_scope", "ambiguous")]
    assert totals == [len(_bots.entries(kind)) for kind in ("requests", "out_of_scope", "ambiguous")]
    ways = ("flow_right", "wrong_flow", "asked", "asked_wrongly", "refused")
    for counts in (made, *made["bots"].values()):
        assert sum(counts[f"requests_{way}"] for way in ways) == counts["requests_n"]
        assert counts["requests_all_right"] <= counts["requests_flow_right"]
    assert made["requests_flow_right"] + made["requests_asked"] >= 250
    assert made["requests_wrong_flow"] <= 15
    assert made["out_of_scope_refused"] >= 0.9 * made["out_of_scope_n"]
    assert made["ambiguous_asked"] >= 30
    assert all(made[name] == sum(each[name] for each in made["bots"].values()) for name in made["bots"]["power"])


def test_the_words_that_were_misheard_are_counted() -> None:
    clips = [Clip(0, "piper-joe", "clean", "pay Anna $50"), Clip(0, "piper-joe", "noise", "play Anna fifty")]
    found = [requests.Spoken(_bots.judged(PAY, (STARTED, PAYEE)), clip) for clip in clips]
    made = requests.spoken_figures(found)
    assert made["all"]["requests_n"] == 2
    assert made["lines"]["noise"]["word_errors"] == 0.333
    assert made["voices"] == {"piper-joe": made["all"]}
    assert found[0].as_row()["was"] == "right_flow"
