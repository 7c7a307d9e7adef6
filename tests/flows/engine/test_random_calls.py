"""Random callers: whatever comes in whatever order, nothing raises and every state goes through JSON and back."""

import json
from pathlib import Path
from typing import Any, get_args

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from flows.definition.bot import Bot
from flows.engine.acts import Act, ActKind, Understanding
from flows.engine.commands import AskModel, CallTool, Listen, LookUp, command_to_json
from flows.engine.corrections import MAX_PATH
from flows.engine.dialogue import MAX_TURNS
from flows.engine.events import (
    CallEnded,
    CallStarted,
    Event,
    HandedOff,
    KeyPressed,
    ModelReturned,
    ToolReturned,
    UserInterrupted,
    UserSaid,
    UserSilent,
    event_from_json,
    event_to_json,
)
from flows.engine.program import Program
from flows.engine.resume import resume, start
from flows.engine.state import Sprint, State, state_from_json, state_to_json
from flows.engine.walk import MAX_DEPTH, MAX_NODES
from flows.loader.load import load_path, load_text
from tests.flows.engine.shop import SHOP
from tests.flows.engine.travel import TRAVEL
from tests.flows.small_bots import NOW, bot

ROOT = Path(__file__).resolve().parents[3]


def _starter(slug: str) -> Bot:
    loaded = load_path(ROOT / "templates" / "bots" / f"{slug}.yaml").bot
    assert loaded is not None
    return loaded


BOTS = [_starter("riverbank"), _starter("table_booking"), bot(SHOP), bot(TRAVEL, warnings=True)]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 20_000),
    st.floats(0, 100),
    st.sampled_from(["savings", "friday", "4071", "x", ""]),
)
RESULTS = st.one_of(
    VALUES, st.dictionaries(st.sampled_from(["balance", "reference", "code", "found", "price"]), VALUES)
)


@st.composite
def small_bots(draw: st.DrawFn) -> Bot:
    """A bot of random nodes that lead anywhere; without errors, though perhaps without sense."""
    names = ["f0", "f1", "on_no_match", "on_goodbye"]
    flows: dict[str, Any] = {}
    for name in names:
        count = draw(st.integers(1, 3))
        flows[name] = {"nodes": {f"n{at}": draw(_nodes(count, names)) for at in range(count)}}
    flows["f0"]["triggers"], flows["f1"]["triggers"] = ["i0"], ["i1"]
    flows["f1"] |= {"inputs": {"given": "number"}, "outputs": {"back": "number"}}
    data = {
        "slots": {"n": {"type": "integer", "max": 9}, "c": {"type": "choice", "choices": {"a": None, "b": None}}},
        "variables": {"v": {"type": "number"}},
        "intents": {"i0": {"examples": ["zero"]}, "i1": {"examples": ["one"]}},
        "tools": {
            "t": {"stub": {}, "returns": {"x": "number"}},
            "w": {"stub": {}, "effect": "write", "idempotency_key": "auto"},
        },
        "knowledge": {"k": {}},
        "flows": flows,
    }
    loaded = load_text(json.dumps({"voxloom": 1, "bot": "small", "start": "f0", **data}))
    errors = {finding.code for finding in loaded.findings if finding.severity == "error"}
    if loaded.bot is None or errors - {"flow.loop"}:  # the engine must withstand circles that the checks refuse
        return BOTS[-1]
    return loaded.bot


def _nodes(count: int, flows: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    target = st.sampled_from([*(f"n{at}" for at in range(count)), *flows, "end", "handoff"])
    return st.one_of(
        st.fixed_dictionaries(
            {
                "type": st.just("say"),
                "say": st.sampled_from(["Hi.", "{{ n }}", "{{ v | default(1) }}"]),
                "next": target,
            },
            optional={"must_hear": st.just(True)},
        ),
        st.fixed_dictionaries(
            {"type": st.just("ask"), "slot": st.sampled_from(["n", "c"]), "say": st.just("Well?"), "next": target},
            optional={
                "confirm": st.just("{{ n }}?"),
                "attempts": st.integers(1, 3),
                "on_fail": target,
                "ask_again": st.booleans(),
            },
        ),
        st.fixed_dictionaries(
            {"type": st.just("set"), "set": st.just({"v": {"expr": "n + 1"}, "n": None}), "next": target}
        ),
        st.fixed_dictionaries({"type": st.just("call"), "tool": st.just("w"), "next": target}),
        st.fixed_dictionaries(
            {
                "type": st.just("flow"),
                "flow": st.just("f1"),
                "with": st.just({"given": "{{ n | default(2) }}"}),
                "save": st.just({"v": "result.back"}),
                "next": target,
            }
        ),
        st.fixed_dictionaries(
            {
                "type": st.just("generate"),
                "prompt": st.just("Well?"),
                "extract": st.just({"n": "integer"}),
                "next": target,
            },
            optional={"on_error": target, "speak": st.booleans()},
        ),
        st.fixed_dictionaries(
            {"type": st.just("answer"), "knowledge": st.just("k"), "next": target}, optional={"on_unknown": target}
        ),
        st.fixed_dictionaries(
            {"type": st.just("call"), "tool": st.just("t"), "save": st.just({"v": "result.x"}), "next": target},
            optional={"on_error": target},
        ),
        st.fixed_dictionaries(
            {
                "type": st.just("decide"),
                "next": st.tuples(target, target).map(lambda pair: [{"if": "n > 3", "go": pair[0]}, {"else": pair[1]}]),
            }
        ),
        st.just({"type": "end", "say": "Bye."}),
    )


class RandomCall(RuleBasedStateMachine):
    """A call in which anything happens."""

    @initialize(which=st.one_of(st.integers(0, len(BOTS) - 1).map(BOTS.__getitem__), small_bots()))
    def begin(self, which: Bot) -> None:
        self.program = Program(which)
        self.names = [*self.program.flows, "nothing"]
        self.slots = [*which.slots, "nothing"]
        self.log: list[tuple[Event, Sprint]] = []
        self.state = State(which.bot)
        self.take(CallStarted(NOW, call="c"))

    def take(self, event: Event) -> None:
        sprint = (
            start(self.program, event)
            if isinstance(event, CallStarted) and not self.log
            else resume(self.program, self.state, event)
        )
        self.log.append((event, sprint))
        self.state = state_from_json(json.loads(json.dumps(state_to_json(sprint.state))))
        assert self.state == sprint.state
        json.dumps([command_to_json(command) for command in sprint.commands])
        json.dumps(sprint.trace)

    @rule(data=st.data())
    def says(self, data: st.DataObject) -> None:
        acts = data.draw(st.lists(self._acts(), max_size=4))
        self.take(UserSaid(Understanding("words", tuple(acts)), NOW))

    def _acts(self) -> st.SearchStrategy[Act]:
        flows, slots = st.sampled_from(self.names), st.sampled_from(self.slots)
        return st.one_of(
            st.builds(
                Act,
                st.sampled_from(get_args(ActKind)),
                flow=st.none() | flows,
                slot=st.none() | slots,
                value=VALUES,
                new=VALUES,
                about=st.none() | st.just("") | flows,
            ),
            st.builds(Act, st.just("start_flow"), flow=flows),
            st.builds(
                Act,
                st.just("clarify"),
                candidates=st.lists(flows.filter(lambda name: name != "nothing"), max_size=3).map(tuple),
            ),
            st.builds(self._fitting, slots, st.integers(0, 9)),
        )

    def _fitting(self, slot: str, number: int) -> Act:
        definition = self.program.bot.slots.get(slot)
        options = list(getattr(definition, "choices", ())) or [number, "Ann", "4071", True]
        fits = [value for value in options if definition is not None and definition.problem(value) is None]
        return Act("fill", slot=slot, value=fits[0] if fits else number)

    @rule()
    def is_silent(self) -> None:
        self.take(UserSilent(NOW))

    @rule(key=st.sampled_from("0123456789*#"))
    def presses(self, key: str) -> None:
        self.take(KeyPressed(key, NOW))

    @rule(heard=st.text(max_size=5))
    def interrupts(self, heard: str) -> None:
        self.take(UserInterrupted(heard, NOW))

    @rule(result=RESULTS, error=st.sampled_from([None, None, "timeout", "unavailable"]), late=st.booleans())
    def tool_returns(self, result: object, error: str | None, late: bool) -> None:
        pending = self.state.tool.id if self.state.tool is not None and not late else "tool-0"
        self.take(ToolReturned(pending, NOW, result, error))

    @rule(
        text=st.sampled_from(["", "Well."]),
        values=st.dictionaries(st.sampled_from(["n", "x"]), VALUES),
        error=st.sampled_from([None, None, "timeout", "unknown"]),
    )
    def model_returns(self, text: str, values: dict[str, Any], error: str | None) -> None:
        if self.state.model is not None:
            self.take(ModelReturned(self.state.model.id, NOW, text, values, (), error))

    @rule(number=st.integers(0, len(BOTS) - 1))
    def bot_changes(self, number: int) -> None:
        """The bot is another one from here on: what the state speaks of may be gone."""
        sprint = resume(Program(BOTS[number]), self.state, UserSaid(Understanding("words", (Act("affirm"),)), NOW))
        assert state_from_json(json.loads(json.dumps(state_to_json(sprint.state)))) == sprint.state

    @rule(outcome=st.sampled_from(["returned", "nobody"]))
    def is_handed(self, outcome: Any) -> None:
        self.take(HandedOff(outcome, NOW))

    @rule()
    def strays(self) -> None:
        self.take(ModelReturned("m", NOW))
        self.take(CallStarted(NOW))

    @rule(reason=st.sampled_from(["hangup", "error"]), really=st.integers(0, 9))
    def ends(self, reason: Any, really: int) -> None:
        if really == 0:
            self.take(CallEnded(NOW, reason))

    @invariant()
    def is_sound(self) -> None:
        if not hasattr(self, "log") or not self.log:
            return
        _, sprint = self.log[-1]
        state = self.state
        assert len(state.stack) <= MAX_DEPTH + 1
        assert sum(1 for line in sprint.trace if line["why"] == "visit") <= MAX_NODES
        assert (state.phase == "ended") is (state.ended is not None)
        assert (state.phase == "tool") is (state.tool is not None) or state.ended is not None
        assert (state.phase == "model") is (state.model is not None) or state.ended is not None
        assert state.phase != "running"
        listens = [command for command in sprint.commands if isinstance(command, Listen)]
        tools = [command for command in sprint.commands if isinstance(command, CallTool)]
        models = [command for command in sprint.commands if isinstance(command, AskModel | LookUp)]
        assert len(listens) + len(tools) + len(models) <= 1
        assert all(len(frame.path) <= MAX_PATH for frame in state.stack)
        for name, value in state.slots.items():
            assert name in self.program.bot.slots or value is None

    def teardown(self) -> None:
        """There is a way out, and the log, read again from JSON, leads to the same states."""
        if getattr(self, "log", None):
            self._falls_silent()
        state = State(self.program.bot.bot) if hasattr(self, "program") else None
        for number, (event, sprint) in enumerate(getattr(self, "log", [])):
            again = event_from_json(json.loads(json.dumps(event_to_json(event))))
            assert state is not None
            replayed = (
                start(self.program, again)
                if number == 0 and isinstance(again, CallStarted)
                else resume(self.program, state, again)
            )
            assert replayed == sprint
            state = replayed.state

    def _falls_silent(self) -> None:
        """Whatever the bot is like: a caller who says nothing any more comes to an end."""
        state = self.state
        for _ in range(4 * MAX_TURNS):
            if state.ended is not None or state.phase == "handed_off":
                return
            event: Event = UserSilent(NOW)
            if state.tool is not None:
                event = ToolReturned(state.tool.id, NOW, None, "unavailable")
            elif state.model is not None:
                event = ModelReturned(state.model.id, NOW, error="unavailable")
            state = resume(self.program, state, event).state
        raise AssertionError("no way out")


TestRandomCall = RandomCall.TestCase
TestRandomCall.settings = settings(max_examples=120, stateful_step_count=30)
