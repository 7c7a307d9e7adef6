"""Flows followed as the engine goes through them."""

from flows.checks.given import MAX_CONTEXTS, Given
from flows.checks.items import Item
from flows.checks.visits import Visits
from tests.flows.checks.small import look

HEAD = """slots:
  kind: {type: choice, choices: {a: null, b: null}}
  n: {type: number}
  kept: {type: number, keep: true}
variables: {v: {type: number}, w: {type: number}, first: {type: text, from: caller}}
intents: {i: {description: x, examples: [x]}}
flows:
"""
WORK = """  work:
    triggers: [i]
    nodes:
      a: {type: ask, slot: n, say: "{{ v }}"}
      b: {type: say, say: "{{ n }} {{ v }}", next: end}
"""
MAIN = "  main: {nodes: {s: {type: set, set: {v: 1}, next: end}}}\n"


def _followed(flows: str) -> tuple[Visits, list[Item]]:
    """Everything that was come to."""
    visits = Visits(look(HEAD + flows))
    items: list[Item] = []
    visit = visits._visit

    def noted(item: Item) -> None:
        items.append(item)
        visit(item)

    visits._visit = noted  # type: ignore[method-assign]
    visits.found()
    return visits, items


def _may_lack(given: Given, item: Item) -> set[str]:
    return {name for name, at in given.fields.everywhere.items() if item.world & at.unset}


def test_what_the_start_gives_is_there_at_any_time() -> None:
    visits, items = _followed(MAIN + WORK)
    given = visits.given
    assert not given.anytime & given.fields.everywhere["v"].unset
    assert {"n", "v"} & _may_lack(given, next(item for item in items if item.spot == ("work", "a"))) == {"n"}
    assert {"n", "v"} & _may_lack(given, next(item for item in items if item.spot == ("work", "b"))) == set()


def test_what_somebody_may_not_have_given_yet_is_not() -> None:
    main = "  main: {nodes: {q: {type: ask, slot: kind, say: x}, s: {type: set, set: {v: 1}, next: end}}}\n"
    visits, _ = _followed(main + WORK)
    assert visits.given.anytime & visits.fields.everywhere["v"].unset


def test_flows_that_nobody_begins_are_not_followed() -> None:
    _, items = _followed(MAIN + WORK.replace("    triggers: [i]\n", ""))
    assert {item.spot[0] for item in items} == {"main"}


def test_a_flow_that_begins_forgets_what_it_asks_for_unless_it_keeps_it() -> None:
    lead = "  main: {nodes: {s: {type: set, set: {v: 1, n: 2, kept: 3}, next: work}}}\n"
    flows = (
        lead
        + WORK
        + "  never: {nodes: {c: {type: ask, slot: kept, say: x}, d: {type: say, say: '{{ kept }}', next: end}}}\n"
    )
    visits, items = _followed(flows)
    led = next(item for item in items if item.spot == ("work", "a") and item.before is not None)
    assert "n" in _may_lack(visits.given, led)
    visits, items = _followed(flows.replace("next: work", "next: never"))
    led = next(item for item in items if item.spot == ("never", "c"))
    assert "kept" not in _may_lack(visits.given, led)


def test_the_way_to_an_item() -> None:
    _, items = _followed(MAIN + WORK)
    last = next(item for item in items if item.spot == ("work", "b"))
    assert last.before is not None
    assert (last.before.spot, last.by, last.before.before) == (("work", "a"), "next", None)


def test_a_flow_that_runs_itself_comes_to_an_end() -> None:
    flows = MAIN + "  work:\n    triggers: [i]\n    nodes:\n      a: {type: ask, slot: kind, say: x}\n"
    flows += "      r: {type: flow, flow: work}\n      s: {type: set, set: {v: null}, next: end}\n"
    _, items = _followed(flows)
    assert 0 < len(items) < 60


def test_many_ways_of_running_a_flow_are_taken_together() -> None:
    runs = "".join(f"      r{at}: {{type: flow, flow: sub, with: {{x: {at}}}}}\n" for at in range(3 * MAX_CONTEXTS))
    tests = "".join(f"{{if: x == {at}, go: t}}, " for at in range(10))
    sub = f"  sub:\n    inputs: {{x: number}}\n    nodes:\n      d: {{type: decide, next: [{tests}{{else: t}}]}}\n"
    sub += "      t: {type: say, say: y, next: end}\n"
    work = f"  work:\n    triggers: [i]\n    nodes:\n{runs}      e: {{type: say, say: x, next: end}}\n"
    visits, _ = _followed(MAIN + work + sub)
    assert len(visits.given._contexts["sub"]) <= MAX_CONTEXTS + 2
