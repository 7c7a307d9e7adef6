"""Where personal values leave a bot."""

from flows.checks.personal_sinks import PersonalSinks, Sink
from flows.checks.personal_ways import PersonalWays
from flows.loader.path import dotted
from tests.flows.checks.small import look, nodes

HEAD = """
slots: {who: {type: person}, none: {type: person, personal: false}}
routes: {fast: {model: x, allow: [phone]}, smart: {model: y}}
knowledge: {book: {}}
tools:
  t: {allow: [email], arguments: {a: text, b: text}, stub: {}}
  w: {effect: write, confirmed: true, idempotency_key: "{{ who }}-1", stub: {}}
"""


def sinks(*written: str, head: str = HEAD) -> dict[str, Sink]:
    """The sinks that are given something, by their paths below the node."""
    made = look(head + nodes("ask: {type: ask, slot: who, say: Who?}", *written))
    found = PersonalSinks(made, PersonalWays(made)).sinks
    return {dotted(sink.path).removeprefix("flows.main.nodes."): sink for sink in found if sink.reads}


def test_arguments_of_tools() -> None:
    found = sinks('c: {type: call, tool: t, allow: [card], with: {a: "{{ who }}", b: x}, next: end}')
    assert set(found) == {"c.with.a"}
    sink = found["c.with.a"]
    assert (sink.kind, sink.name, sink.told, sink.reads) == ("tool", "t", "the tool `t`", (("", "who"),))
    assert sink.allowed == {"email", "card"}
    assert sink.last.told("main") == "`with: {a: …}` of `c`"


def test_keys_are_given_to_the_tool_where_it_is_called() -> None:
    found = sinks("c: {type: call, tool: w, next: end}")
    assert found["tools.w.idempotency_key"].last.told("main") == "`idempotency_key` of the tool, called at `c`"


UNDO = """
slots: {who: {type: person}, card: {type: card_number}}
tools:
  book:
    effect: write
    idempotency_key: auto
    confirmed: true
    on_interrupt: compensate
    arguments: {name: text, day: text}
    returns: {number: text, desk: person}
    stub: {number: b-1, desk: Ann}
    undo: {tool: notify, with: {WITH}}
  notify:
    type: http
    allow: [email]
    effect: write
    idempotency_key: "{{ card }}"
    arguments: {to: text}
    request: {method: POST, url: "https://notes.example.com", body: {to: "{{ to }}", card: "{{ card }}"}}
    stub: {}
"""


def undone(taken: str, call: str = '{name: "{{ who }}", day: today}') -> dict[str, Sink]:
    node = f"c: {{type: call, tool: book, allow: [iban], with: {call}, next: end}}"
    return sinks(node, head=UNDO.replace("WITH", taken))


def test_what_takes_a_tool_back_is_given_what_its_with_takes_out_of_arguments_and_result() -> None:
    sink = undone("to: name")["tools.book.undo.with.to"]
    assert (sink.kind, sink.name, sink.told, sink.reads) == ("tool", "notify", "the tool `notify`", (("", "who"),))
    assert sink.allowed == {"email", "iban"}
    assert sink.last.told("main") == "`undo` of the tool `book`, called at `c`"
    assert undone("to: result.desk")["tools.book.undo.with.to"].reads == (("", "", "book", "desk"),)
    for taken in ("to: day", "to: \"'x'\"", "to: size(name)"):
        assert "tools.book.undo.with.to" not in undone(taken)


def test_the_request_of_what_takes_a_tool_back_is_filled_where_that_is_called_and_its_key_is_not() -> None:
    found = undone("to: day")
    assert set(found) == {"c.with.name", "tools.notify.request.body.card"}
    assert found["tools.notify.request.body.card"].reads == (("", "card"),)
    assert set(undone("to: day, card: day")) == {"c.with.name"}


def test_what_is_never_taken_back_gives_nothing() -> None:
    head = UNDO.replace("WITH", "to: name").replace("on_interrupt: compensate", "on_interrupt: finish")
    assert set(sinks('c: {type: call, tool: book, with: {name: "{{ who }}"}, next: end}', head=head)) == {"c.with.name"}


def test_models_by_their_route() -> None:
    first = sinks('g: {type: generate, prompt: "{{ who }}", allow: [card], stub: x, next: end}')["g.prompt"]
    assert (first.kind, first.told, first.allowed) == ("model", "the language model `fast`", {"card", "phone"})
    other = sinks('g: {type: generate, prompt: "{{ who }}", route: smart, stub: x, next: end}')["g.prompt"]
    assert (other.name, other.allowed) == ("smart", set())
    head = HEAD.replace("routes: {fast: {model: x, allow: [phone]}, smart: {model: y}}", "")
    alone = sinks('g: {type: generate, prompt: "{{ who }}", stub: x, next: end}', head=head)["g.prompt"]
    assert (alone.told, alone.allowed) == ("a language model", set())


def test_models_hear_what_they_take_out_and_may_give_it_to_their_tools() -> None:
    found = sinks(
        'g: {type: generate, prompt: "{{ who }}", extract: {who: person, none: text}, tools: [t, w], next: end}'
    )
    assert set(found) == {"g.prompt", "g.extract.who", "g.tools.0", "g.tools.1", "tools.w.idempotency_key"}
    assert found["g.extract.who"].reads == (("main", "g", "who", "said"),)
    assert found["g.tools.0"].reads == (("", "who"), ("main", "g", "who", "said"))
    assert found["g.tools.0"].allowed == {"email"}


def test_questions_and_summaries() -> None:
    found = sinks(
        'q: {type: answer, knowledge: book, question: "{{ who }}", allow: [person], stub: x}',
        'h: {type: handoff, summary: "{{ who }}", say: "{{ who }}"}',
    )
    assert {path: sink.kind for path, sink in found.items()} == {"q.question": "model", "h.summary": "log"}
    assert found["q.question"].allowed == {"person"}


def test_what_is_said_is_none() -> None:
    written = 's: {type: say, say: "{{ who }}"}', 'e: {type: end, say: "{{ who }}", reason: done}'
    assert sinks(*written) == {}


def test_what_may_be_allowed_where_it_cannot_be_read_is_not_told() -> None:
    assert sinks('c: {type: call, tool: t, allow: person, with: {a: "{{ who }}"}, next: end}') == {}
    head = HEAD.replace("allow: [email]", "allow: 5")
    assert sinks('c: {type: call, tool: t, with: {a: "{{ who }}"}, next: end}', head=head) == {}


def test_whoever_may_answer_instead_is_given_the_same() -> None:
    routes = "routes: {fast: {model: x, allow: [phone], fallbacks: [smart]}, smart: {model: y}}"
    head = HEAD.replace("routes: {fast: {model: x, allow: [phone]}, smart: {model: y}}", routes)
    made = look(head + nodes('g: {type: generate, prompt: "{{ who }}", stub: x, next: end}'))
    found = [sink for sink in PersonalSinks(made, PersonalWays(made)).sinks if sink.reads]
    assert [(sink.name, sink.allowed) for sink in found] == [("fast", {"phone"}), ("smart", set())]
