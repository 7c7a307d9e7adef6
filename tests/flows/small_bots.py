"""Small bots from a few lines of YAML, and a way to talk to the engine in acts, without understanding."""

import json
from typing import Any

from flows.definition.bot import Bot
from flows.engine.acts import Act, Understanding
from flows.engine.commands import CallTool, Command, EndCall, Handoff, Listen, Say
from flows.engine.events import (
    CallEnded,
    CallStarted,
    Event,
    HandedOff,
    KeyPressed,
    ToolReturned,
    UserInterrupted,
    UserSaid,
    UserSilent,
)
from flows.engine.program import Program
from flows.engine.resume import resume, start
from flows.engine.state import Sprint, State, state_from_json, state_to_json
from flows.loader.load import load_text

NOW = "2026-01-05T10:00:00.000+00:00"
HEAD = "voxloom: 1\nbot: small\nstart: main\ndefaults: {on_fail: handoff, on_error: handoff}\n"


def bot(text: str, *, warnings: bool = False) -> Bot:
    """A bot that must be free of errors; the head is added where it is missing."""
    loaded = load_text(text if text.startswith("voxloom") else HEAD + text)
    assert loaded.bot is not None, loaded.findings
    without_values = {"slot.unset"}  # what the engine does where a value is missing is tried too
    assert all(found.severity == "warning" or found.code in without_values for found in loaded.findings), (
        loaded.findings
    )
    assert warnings or not loaded.findings, loaded.findings
    return loaded.bot


class Talk:
    """Drives the engine alone. The state goes through JSON after every event."""

    def __init__(
        self, text: str | Bot, *, begin: bool = True, warnings: bool = True, language: str = "", **values: Any
    ) -> None:
        self.program = Program(text if isinstance(text, Bot) else bot(text, warnings=warnings))
        self.state = State(self.program.bot.bot)
        self.sprint = Sprint(self.state)
        if begin:
            self._take(start(self.program, CallStarted(NOW, values=values, call="call-1", language=language)))

    def _take(self, sprint: Sprint) -> list[str]:
        self.sprint = sprint
        self.state = state_from_json(json.loads(json.dumps(state_to_json(sprint.state))))
        assert self.state == sprint.state
        return self.said

    def send(self, event: Event) -> list[str]:
        """One event; what the bot says to it."""
        return self._take(resume(self.program, self.state, event))

    def act(self, *acts: Act) -> list[str]:
        """The caller says something that means these acts."""
        return self.send(UserSaid(Understanding("…", acts), NOW))

    def ask_for(self, *flows: str, **slots: Any) -> list[str]:
        """The caller wants these flows, and gives these values."""
        fills = [Act("fill", slot=name, value=value) for name, value in slots.items()]
        return self.act(*(Act("start_flow", flow=flow) for flow in flows), *fills)

    def give(self, **slots: Any) -> list[str]:
        """The caller gives values."""
        return self.act(*(Act("fill", slot=name, value=value) for name, value in slots.items()))

    def mumble(self) -> list[str]:
        """The caller says something that means nothing."""
        return self.act(Act("out_of_scope"))

    def silence(self) -> list[str]:
        """The no-input time runs out."""
        return self.send(UserSilent(NOW))

    def keys(self, keys: str) -> list[str]:
        """Keys, one by one; what the bot says to the last."""
        for key in keys:
            self.send(KeyPressed(key, NOW))
        return self.said

    def returns(self, result: Any = None, error: str | None = None) -> list[str]:
        """The tool that is out comes back."""
        assert self.state.tool is not None
        return self.send(ToolReturned(self.state.tool.id, NOW, result, error))

    def interrupt(self, heard: str = "") -> list[str]:
        """The caller speaks over the bot."""
        return self.send(UserInterrupted(heard, NOW))

    def handed(self, outcome: Any) -> list[str]:
        """What became of a hand-off."""
        return self.send(HandedOff(outcome, NOW))

    def hang_up(self) -> list[str]:
        """The caller hangs up."""
        return self.send(CallEnded(NOW))

    # -- looking ---------------------------------------------------------------------------------------------------

    @property
    def commands(self) -> tuple[Command, ...]:
        """What the last event led to."""
        return self.sprint.commands

    @property
    def said(self) -> list[str]:
        """What the bot said to the last event."""
        return [command.text for command in self.commands if isinstance(command, Say)]

    @property
    def tool(self) -> CallTool:
        """The tool that the last event had called."""
        (command,) = [command for command in self.commands if isinstance(command, CallTool)]
        return command

    @property
    def listens(self) -> Listen:
        """How the bot listens after the last event."""
        (command,) = [command for command in self.commands if isinstance(command, Listen)]
        return command

    @property
    def handoff(self) -> Handoff:
        """The hand-off that the last event led to."""
        (command,) = [command for command in self.commands if isinstance(command, Handoff)]
        return command

    @property
    def end(self) -> EndCall:
        """The end that the last event led to."""
        (command,) = [command for command in self.commands if isinstance(command, EndCall)]
        return command

    @property
    def place(self) -> tuple[str, str] | None:
        """Flow and node on top."""
        return (self.state.top.flow, self.state.top.node) if self.state.top else None

    @property
    def stack(self) -> list[str]:
        """The flows on the stack, bottom first."""
        return [frame.flow for frame in self.state.stack]

    def why(self) -> list[str]:
        """The steps of the last sprint."""
        return [line["why"] for line in self.sprint.trace]
