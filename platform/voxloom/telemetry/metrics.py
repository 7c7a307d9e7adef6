"""What is counted and timed, by the names under which `/metrics` tells it. docs/how-to/measure.md is for its readers.

Whoever has something to count calls one of these functions. Labels come from the short lists below, so no words,
numbers or addresses of a caller can ever become one, and the number of series stays fixed.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, disable_created_metrics

from voxloom.telemetry.gauges import Gauges

PARTS = ("uplink", "hold", "recognition", "understanding", "engine", "first_token", "clause", "synthesis")
"""docs/reference/turn-parts.md; without `egress`, which a server cannot know and calls 0."""
HOLDS = (
    "answer", "incomplete", "may go on", "nothing", "request", "undecided", "unclear", "unfinished", "unheard",
)  # fmt: skip
"""Why the bot waited as long as it did."""
SPEECH = ("recogniser", "voice", "vectors", "second")
"""The processes that hear, speak and understand."""
STUCK = ("mailbox", "step", "playout")
"""What of a call may make no progress any more."""
OTHER = "other"
"""The label of whatever is in none of the lists."""
BUCKETS_S = (
    0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5,
    0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9, 1.0, 1.25, 1.5, 2.0, 3.0, 5.0, 10.0,
)  # fmt: skip
"""Fine where people tell fast from slow: between a fifth of a second and one second."""
COMMIT_BUCKETS_S = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""A local disk takes milliseconds, a database that is locked or away seconds."""
MODES = ("voice", "text")
ENDS = ("goodbye", "handoff", "hangup", "limit", "error", "suspended")
"""As `ended` says it to the page; one that was broken off is suspended."""
REFUSALS = (
    "busy", "busy.client", "not_ready", "bot.unknown", "bot.late", "origin.refused", "token.refused", "ticket.refused",
    "hello.late", "message.flood",
)  # fmt: skip
"""The codes with which a socket is closed before there is a call."""
TICKETS = {201: "given", 400: "malformed", 401: "key", 403: "origin", 404: "bot", 429: "rate"}
"""What a status of `/rt/tickets` means."""
RESUMES = ("attached", "gone on", "refused")
"""What became of a caller who came back: with another socket alone, with another connection, or not at all."""
WORKERS = ("recogniser", "voice", "vectors", "second", "language")
TOOLS = ("http", "mcp", "python", "stub")
TOOL_OUTCOMES = ("done", "refused", "unavailable", "timeout", "interrupted")
JOB_OUTCOMES = ("done", "again", "failed")

disable_created_metrics()  # type: ignore[no-untyped-call]  # else each series has a second one that tells its age

REGISTRY = CollectorRegistry()
"""Ours alone: libraries register what they like in the default one."""

_parts = Histogram(
    "voxloom_turn_part_seconds", "Parts of turns that were answered.", ["part"], buckets=BUCKETS_S, registry=REGISTRY
)
_total = Histogram(
    "voxloom_turn_total_seconds",
    "From the caller's last sound to the first sound of the bot, be it a filler.",
    buckets=BUCKETS_S,
    registry=REGISTRY,
)
_answer = Histogram(
    "voxloom_turn_answer_seconds",
    "From the caller's last sound to the first sound of the answer itself.",
    buckets=BUCKETS_S,
    registry=REGISTRY,
)
_holds = Counter("voxloom_hold_total", "Turns by why the bot waited as it did.", ["why"], registry=REGISTRY)
_speculations = Counter(
    "voxloom_speculations_total", "Answers that were worked out in a pause.", ["outcome"], registry=REGISTRY
)
_characters = Counter(
    "voxloom_speculated_characters_wasted_total",
    "Characters that language models wrote for answers that were thrown away.",
    registry=REGISTRY,
)
_models = Counter(
    "voxloom_models_asked_in_vain_total",
    "Questions to language models and knowledge bases for answers that were thrown away.",
    registry=REGISTRY,
)
_barge_ins = Counter(
    "voxloom_barge_ins_total", "Sounds of callers over the bot: it stopped, or went on.", ["outcome"], registry=REGISTRY
)
_packets = Counter(
    "voxloom_media_packets_total", "Packets of voice of calls that are over.", ["direction"], registry=REGISTRY
)
_trouble = {
    name: Counter(f"voxloom_media_{name}_total", f"{text}, of calls that are over.", registry=REGISTRY)
    for name, text in {
        "underruns": "Gaps within the bot's sentences for which no packet was there in time",
        "late_frames": "Packets of callers that came too late to be heard, or twice",
        "lost_frames": "Packets of callers that never came",
        "late_sendings": "Packets of the bot's voice that left more than 60 ms after the one before",
        "schedule_resets": "Stalls of more than 200 ms in sending the bot's voice",
    }.items()
}


_started = Counter("voxloom_calls_started_total", "Calls that began.", ["mode"], registry=REGISTRY)
_ended = Counter("voxloom_calls_ended_total", "Calls that are over, by why.", ["mode", "reason"], registry=REGISTRY)
_refused = Counter("voxloom_calls_refused_total", "Sockets that got no call, by why.", ["reason"], registry=REGISTRY)
_tickets = Counter(
    "voxloom_tickets_total", "Requests for tickets, by what came of them.", ["outcome"], registry=REGISTRY
)
_resumes = Counter(
    "voxloom_calls_resumed_total",
    "Callers who came back to a call, by what came of it.",
    ["outcome"],
    registry=REGISTRY,
)
_stuck = Counter(
    "voxloom_outbox_stuck_total",
    "Calls that ended because their page read too slowly, or not at all.",
    registry=REGISTRY,
)
_commits = Histogram(
    "voxloom_history_commit_seconds",
    "How long a batch of events of one call took into the database, tries included.",
    buckets=COMMIT_BUCKETS_S,
    registry=REGISTRY,
)
_lost = Counter(
    "voxloom_history_lost_total", "Calls of which nothing more could be written, and which ended.", registry=REGISTRY
)
_restarts = Counter(
    "voxloom_speech_restarts_total", "Speech workers that had to be started again.", ["worker"], registry=REGISTRY
)
_hosted_speech = Counter(
    "voxloom_hosted_speech_total", "What was given to hosted speech, by what became of it.", ["what", "outcome"],
    registry=REGISTRY,
)  # fmt: skip
_models_restarts = Counter(
    "voxloom_models_restarts_total", "Starts of the process that asks language models, but for the first.",
    registry=REGISTRY,
)  # fmt: skip
_tools = Counter(
    "voxloom_tools_called_total", "Calls of tools, by what is behind them and what came of it.", ["kind", "outcome"],
    registry=REGISTRY,
)  # fmt: skip
_tool_times = Histogram(
    "voxloom_tool_seconds", "How long callers waited for tools, fillers or not.", ["kind"], buckets=BUCKETS_S,
    registry=REGISTRY,
)  # fmt: skip
_jobs = Counter(
    "voxloom_jobs_run_total",
    "Jobs that ran in this process, by what came of it.",
    ["job", "outcome"],
    registry=REGISTRY,
)
_spares_used = Counter(
    "voxloom_speech_spares_used_total", "Spares that took over from a speech process that was lost.", ["process"],
    registry=REGISTRY,
)  # fmt: skip


_blocked = Counter(
    "voxloom_loop_blocked_total", "Times that the event loop stood still for a second or longer.", registry=REGISTRY
)
_overloaded = Counter(
    "voxloom_loop_overloaded_total", "Times that the event loop was too late for new calls.", registry=REGISTRY
)
_stuck_calls = Counter(
    "voxloom_stuck_calls_total", "Calls that made no progress and were broken off.", ["what"], registry=REGISTRY
)

REGISTRY.register(Gauges())
ProcessCollector(registry=REGISTRY)  # memory, processor time and open files of the serving process

for _part in PARTS:
    _parts.labels(_part)  # a series that is there from the start can be watched for its first change
for _why in (*HOLDS, OTHER):
    _holds.labels(_why)
for _what in STUCK:
    _stuck_calls.labels(_what)
for _process in SPEECH:
    _spares_used.labels(_process)
for _counter, _values in (
    (_speculations, ("kept", "discarded")), (_barge_ins, ("cut", "resumed")), (_packets, ("received", "sent")),
    (_started, MODES), (_refused, (*REFUSALS, OTHER)), (_tickets, (*TICKETS.values(), OTHER)),
    (_resumes, (*RESUMES, OTHER)), (_restarts, WORKERS),
):  # fmt: skip
    for _value in _values:
        _counter.labels(_value)
for _mode in MODES:
    for _reason in (*ENDS, OTHER):
        _ended.labels(_mode, _reason)


def answered(parts_ms: Mapping[str, float], total_ms: float, answer_ms: float | None) -> None:
    """A turn was answered with a sound; `answer_ms` is None when only a filler could be heard."""
    for part in PARTS:
        _parts.labels(part).observe(parts_ms.get(part, 0.0) / 1000)
    _total.observe(total_ms / 1000)
    if answer_ms is not None:
        _answer.observe(answer_ms / 1000)


def held(why: str) -> None:
    """A turn of the caller was over, after a silence that long for this reason."""
    _holds.labels(why if why in HOLDS else OTHER).inc()


def speculation_kept() -> None:
    """An answer that was worked out in a pause was said."""
    _speculations.labels("kept").inc()


def speculation_discarded(models: int, characters: int) -> None:
    """One was thrown away, after so many questions to models, and so many characters that they wrote."""
    _speculations.labels("discarded").inc()
    _models.inc(models)
    _characters.inc(characters)


def barge_in(outcome: Literal["cut", "resumed"]) -> None:
    """A caller made a sound over the bot."""
    _barge_ins.labels(outcome).inc()


def media(*, received: int, sent: int, underruns: int, late: int, lost: int, late_sendings: int, resets: int) -> None:
    """A call with a voice is over; its packets, and what went wrong with them."""
    _packets.labels("received").inc(received)
    _packets.labels("sent").inc(sent)
    happened = {
        "underruns": underruns, "late_frames": late, "lost_frames": lost,
        "late_sendings": late_sendings, "schedule_resets": resets,
    }  # fmt: skip
    for name, count in happened.items():
        _trouble[name].inc(max(0, count))


def call_started(mode: str) -> None:
    """A call began, with a voice or as a chat."""
    _started.labels(_one_of(mode, MODES)).inc()


def call_ended(mode: str, reason: str | None) -> None:
    """It is over; None where it was broken off."""
    _ended.labels(_one_of(mode, MODES), _one_of(reason, ENDS)).inc()


def call_refused(code: str) -> None:
    """A socket was closed with this code before there was a call."""
    _refused.labels(_one_of(code, REFUSALS)).inc()


def ticket(status: int) -> None:
    """A request for a ticket was answered."""
    _tickets.labels(TICKETS.get(status, OTHER)).inc()


def resumed(outcome: str) -> None:
    """A caller came back to a call; one of RESUMES."""
    _resumes.labels(_one_of(outcome, RESUMES)).inc()


def outbox_stuck() -> None:
    """A page did not read what it was sent."""
    _stuck.inc()


def committed(seconds: float) -> None:
    """A batch of events was written."""
    _commits.observe(seconds)


def history_lost() -> None:
    """Nothing more of a call can be written."""
    _lost.inc()


def speech_restarted(worker: str) -> None:
    """A speech worker is started again."""
    _restarts.labels(_one_of(worker, WORKERS)).inc()


def models_restarted() -> None:
    """The process that asks language models is started again."""
    _models_restarts.inc()


def hosted_speech(what: Literal["hear", "speak"], outcome: Literal["answered", "failed", "not asked"]) -> None:
    """A turn was given to a provider to be heard, or a clause to be spoken."""
    _hosted_speech.labels(what, outcome).inc()


def tool_called(kind: str, outcome: str, seconds: float) -> None:
    """A tool was called; `kind`: what is behind it, `outcome`: `done`, or its error."""
    _tools.labels(_one_of(kind, TOOLS), _one_of(outcome, TOOL_OUTCOMES)).inc()
    _tool_times.labels(_one_of(kind, TOOLS)).observe(seconds)


def job_ran(name: str, outcome: Literal["done", "again", "failed"]) -> None:
    """A job ran here. `name`: of a registered one."""
    _jobs.labels(name, outcome).inc()


def _one_of(value: str | None, known: Sequence[str]) -> str:
    return value if value in known and value is not None else OTHER


def spare_used(process: str) -> None:
    """A spare has taken over from one that was lost."""
    _spares_used.labels(process if process in SPEECH else OTHER).inc()


def call_stuck(what: Literal["mailbox", "step", "playout"]) -> None:
    """A call made no progress any more."""
    _stuck_calls.labels(what).inc()


def loop_blocked() -> None:
    """The event loop has stood still for a second."""
    _blocked.inc()


def loop_overloaded() -> None:
    """The event loop has been too late for new calls."""
    _overloaded.inc()
