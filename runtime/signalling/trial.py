"""What only the trial of a draft may ask for: tools and models that go wrong on purpose, and going on from a turn."""

from collections.abc import Mapping
from typing import Any

from flows.definition.bot import Bot
from flows.engine.events import CallStarted, Event, event_from_json
from flows.engine.returns import misfit
from runtime.sessions.served_bot import ServedBot
from runtime.sessions.switches import ANY_MODEL, Switch, Switches, Tried
from runtime.signalling.messages import Hello, Refused, Turned
from runtime.signalling.tickets import DEBUG_SCOPE, Opened

MAX_S = 60.0
"""Longer than anybody waits for a tool or a model."""
MAX_EVENTS = 1_000
"""As many as fit into a message by far."""
SHOWN = 64
"""Characters of a name that is told back."""
REMEDY = "Send how: works, fails, slow (with seconds, 0 to 60), silent, or for a tool gives (with a result)."


def tried(hello: Hello, opened: Opened, served: ServedBot) -> Tried | None:
    """What a hello asks of a trial; None where it opens no trial. Raises Refused, which closes the socket."""
    if not (opened.content_hash and DEBUG_SCOPE in opened.scopes):
        if hello.turned is not None or hello.again is not None:
            raise only_for_trials(close=4403)
        return None
    try:
        switches = turned(hello.turned, served.bot) if hello.turned is not None else Switches()
    except Refused as problem:
        raise Refused(problem.code, problem.message, problem.remedy, 4400) from None
    return Tried(switches, _events(hello, served) if hello.again is not None else ())


def only_for_trials(close: int | None = None) -> Refused:
    """What everybody else is told."""
    message = "Only the trial of a draft can have things go wrong on purpose, or go on from an earlier turn."
    return Refused("trial.only", message, "Open the call with a ticket of a trial that has the debug scope.", close)


def turned(given: Turned, bot: Bot) -> Switches:
    """The switches as they were sent, for the tools and routes that a bot has. Raises Refused."""
    tools = {name: _tool(name, switch, bot) for name, switch in given.tools.items()}
    models = {name: _model(name, switch, bot) for name, switch in given.models.items()}
    return Switches(_without_those_that_work(tools), _without_those_that_work(models))


def _without_those_that_work(switches: Mapping[str, Switch | None]) -> dict[str, Switch]:
    return {name: switch for name, switch in switches.items() if switch is not None}


def _tool(name: str, given: Any, bot: Bot) -> Switch | None:
    tool = bot.tools.get(name)
    if tool is None:
        raise Refused("switch.unknown", f"The draft that is tried has no tool {name[:SHOWN]}.", "Start the trial anew.")
    if not (isinstance(given, dict) and given.get("how") == "gives"):
        return _plain(name, given)
    if "result" not in given:
        raise Refused("switch.malformed", f"There is nothing for {name} to give.", REMEDY)
    result = given["result"]
    problem = misfit(tool, result)
    if tool.returns and not isinstance(result, dict):
        problem = "it gives a map"
    if problem is not None:
        raise Refused("switch.returns", f"{name} does not give that: {problem}.", "Give what its `returns` say.")
    return Switch("gives", result=result)


def _model(name: str, given: Any, bot: Bot) -> Switch | None:
    if name not in bot.routes and not (name == ANY_MODEL and not bot.routes):
        problem = f"The draft that is tried has no route {name[:SHOWN]}."
        raise Refused("switch.unknown", problem, "Start the trial anew.")
    return _plain(name or "the model", given)


def _plain(name: str, given: Any) -> Switch | None:
    how = given.get("how") if isinstance(given, dict) else None
    if how == "works":
        return None
    if how in ("fails", "silent"):
        return Switch(how)
    seconds = given.get("seconds") if how == "slow" else None
    if isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 <= seconds <= MAX_S:  # no NaN is
        return Switch("slow", float(seconds))
    raise Refused("switch.malformed", f"The switch of {name[:SHOWN]} cannot be read.", REMEDY)


def _events(hello: Hello, served: ServedBot) -> tuple[Event, ...]:
    """What happened before the turn that the conversation goes on from. Raises Refused."""
    assert hello.again is not None
    if hello.mode != "text":
        raise Refused("again.voice", "From a turn it goes on in writing.", "Say hello with mode text.", 4400)
    if hello.again.text != served.content_hash:
        raise Refused("again.text", "That conversation was with another text.", "Start the trial anew.", 4400)
    try:
        events = tuple(event_from_json(event) for event in hello.again.events)
    except (ValueError, RecursionError):
        events = ()
    if not isinstance(next(iter(events), None), CallStarted) or len(events) > MAX_EVENTS:
        raise Refused("again.events", "These events are no beginning of a conversation.", "Start the trial anew.", 4400)
    return events
