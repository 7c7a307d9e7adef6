"""What names can be at the places of a bot."""

import pytest

from flows.checks.domains import WEEKDAYS, Domains
from flows.checks.ranges import ANY, BOOLEAN
from flows.expressions.tree import Call, Name
from tests.flows.checks.small import MAIN, look, nodes

SLOTS = """
slots:
  size: {type: choice, choices: {small: [], large: []}}
  count: {type: integer, min: 1, max: 9}
  weight: {type: number, min: 0.5}
  price: {type: money, max: 100}
  sure: {type: yes_no}
  code: {type: digits, length: 4}
  serial: {type: spelled, min: 2, max: 6}
  day: {type: date, min: 2026-03-01, max: today+30d}
  hour: {type: time, min: "09:00"}
  stay: {type: duration, max: 2h}
  story: {type: text}
variables: {open: {type: boolean}, total: {type: money}, note: {type: text}, record: {type: map}}
"""
AT = ("flows", "main", "nodes", "a", "next", 0, "if")


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("count", (float, 1.0, 9.0, True)),
        ("weight", (float, 0.5, None, False)),
        ("price", (float, None, 100.0, False)),
        ("stay", (float, 0.0, 7200.0, False)),
        ("day", (str, "2026-03-01", "9999-12-31", False)),
        ("hour", (str, "09:00", "23:59", False)),
        ("story", (str, None, None, False)),
        ("total", (float, None, None, False)),
        ("note", (str, None, None, False)),
        ("record", (None, None, None, False)),
    ],
)
def test_limits_are_those_of_the_slot(name: str, limits: tuple[object, ...]) -> None:
    domain = Domains(look(SLOTS + MAIN)).of(Name(name), AT)
    assert (domain.kind, domain.low, domain.high, domain.whole) == limits
    assert domain.lacking


def test_choices_and_booleans_have_points() -> None:
    domains = Domains(look(SLOTS + MAIN))
    assert domains.of(Name("size"), AT).points == ("small", "large")
    assert domains.of(Name("sure"), AT) == domains.of(Name("open"), AT) == BOOLEAN


@pytest.mark.parametrize(
    ("name", "low", "high", "wanted"),
    [
        ("day", "2026-02-28", "2026-03-01", False),
        ("day", "2026-02-27", "2026-03-01", True),
        ("day", "2026", "2026-01-01", True),
        ("hour", "14:59", "15:00", False),
        ("hour", "14:58", "15:00", True),
        ("hour", "9:00", "9:01", True),
    ],
)
def test_days_and_minutes_follow_each_other(name: str, low: str, high: str, wanted: bool) -> None:
    between = Domains(look(SLOTS + MAIN)).of(Name(name), AT).between
    assert between is not None
    assert between(low, high) is wanted


def test_a_slot_refuses_what_it_does_not_take() -> None:
    domains = Domains(look(SLOTS + MAIN))
    refuses = domains.of(Name("code"), AT).refuses
    assert refuses is not None
    assert [refuses("123"), refuses("1234")] == [True, False]


def test_lengths_are_whole_numbers() -> None:
    domains = Domains(look(SLOTS + MAIN))
    lengths = [domains.of(Call("size_", (Name(name),)), AT) for name in ("code", "serial", "note")]
    assert [(length.low, length.high, length.whole) for length in lengths] == [
        (4.0, 4.0, True), (2.0, 6.0, True), (0.0, None, True),
    ]  # fmt: skip


def test_functions_and_names_of_every_event() -> None:
    domains = Domains(look(SLOTS + MAIN))
    assert domains.of(Call("weekday", (Name("day"),)), AT).points == WEEKDAYS
    assert domains.of(Call("_+_", (Name("count"), Name("count"))), AT) == ANY
    assert not domains.of(Name("now"), AT).lacking


def test_a_slot_that_is_given_a_value_may_go_beyond_its_limits() -> None:
    given = "a: {type: set, set: {count: {expr: count + 5}, size: '{{ note }}', sure: true}, next: end}"
    domains = Domains(look(SLOTS + nodes(given)))
    count = domains.of(Name("count"), AT)
    assert (count.low, count.high, count.whole, count.refuses) == (None, None, True, None)
    assert domains.of(Name("size"), AT).points == ("small", "large")


def test_a_number_in_a_set_keeps_to_the_limits() -> None:
    domains = Domains(look(SLOTS + nodes("a: {type: set, set: {count: 5}, next: end}")))
    assert domains.of(Name("count"), AT).high == 9.0


@pytest.mark.parametrize(
    "node",
    [
        "a: {type: call, tool: t, save: {count: result.n}, next: end}",
        "a: {type: generate, prompt: Count., extract: {count: integer}, next: end}",
        "a: {type: flow, flow: main, save: {count: result.n}, next: end}",
    ],
)
def test_results_may_go_beyond_the_limits(node: str) -> None:
    domains = Domains(look(SLOTS + "tools: {t: {returns: {n: integer}, stub: {n: 1}}}\n" + nodes(node)))
    assert domains.of(Name("count"), AT).high is None


def test_an_input_with_the_name_of_a_slot_may_be_anything() -> None:
    flow = "flows:\n  main:\n    inputs: {count: integer, left: integer}\n    nodes:\n      a: {type: end}\n"
    domains = Domains(look(SLOTS + flow))
    assert domains.of(Name("count"), AT) == ANY
    assert domains.of(Name("left"), AT).kind is float


def test_limits_and_options_that_could_not_be_read_are_none() -> None:
    broken = SLOTS.replace("max: 9", "max: nine").replace("large: []", "large: 5")
    domains = Domains(look(broken + MAIN))
    assert (domains.of(Name("count"), AT).low, domains.of(Name("size"), AT).points) == (None, ("small", "large"))


def test_where_a_node_could_not_be_read_limits_are_not_sure() -> None:
    broken = nodes("a: {type: set, set: 5, next: end}", "b: {type: end}")
    assert Domains(look(SLOTS + broken)).of(Name("count"), AT).high is None
