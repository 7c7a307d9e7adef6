"""Reading a project: which of its files holds what."""

import re
from pathlib import Path

from flows.exchange.rasa.domain import KEYS as DOMAIN
from flows.exchange.rasa.domain import read_domain
from flows.exchange.rasa.files import Reader, project_files, shown
from flows.exchange.rasa.model import Project
from flows.exchange.rasa.nlu import read_nlu
from flows.exchange.rasa.report import Item, Report
from flows.exchange.rasa.source import Part, kind_of

CONFIG = frozenset("pipeline policies recipe assistant_id".split())
ENDPOINTS = frozenset("action_endpoint tracker_store lock_store event_broker nlg models model_groups".split())
CHANNELS = frozenset(
    "rest socketio facebook slack telegram twilio callback rasa cisco botframework mattermost rocketchat hangouts "
    "webexteams browser_audio audiocodes jambonz twilio_voice twilio_media_streams studio_chat genesys".split()
)
TRAINING = frozenset("nlu flows stories rules".split())
ELSEWHERE = frozenset("requirements setup docker-compose pubspec mkdocs".split())


def read_project(folder: Path, report: Report) -> Project | None:
    """Everything in a folder that belongs to a project; None when there is no such folder, which is told."""
    if not folder.is_dir():
        told = "It is a file; a project is a folder." if folder.exists() else "There is no such folder."
        name = folder.name.encode("utf-8", "replace").decode("utf-8") or "."
        remedy = "Give the folder of a project: the one with `domain.yml` and `data/`."
        report.put(Item(name, 1, name, told, remedy, "error"))
        return None
    project = Project(folder.resolve().name.encode("utf-8", "replace").decode("utf-8") or "bot")
    reader = Reader(folder, report)
    for path in project_files(folder, report):
        if path.suffix == ".py":
            _python(path, folder, reader, project)
        elif (part := reader.yaml(path)) is not None:
            _file(part, path, project, report)
    return project


def _python(path: Path, folder: Path, reader: Reader, project: Project) -> None:
    if "test" in path.name:
        return
    read = reader.raw(path)
    if read is not None and b"Action" in read[0]:
        project.python[shown(path, folder)] = read[0].decode("utf-8", "replace")


def _file(part: Part, path: Path, project: Project, report: Report) -> None:
    if not isinstance(part.value, dict):
        report.error(part, part.file, f"A file of a project is a map of fields, not {kind_of(part.value)}.")
        return
    keys = {str(key) for key in part.value}
    if keys & {"test_cases", "fixtures"} or (path.stem.startswith("test") and "stories" in keys):
        told = "Conversations that test the project were not carried over."
        report.left_out(part, part.file, told, "Write them under `tests:`; `bot test --generate` begins with some.")
        return
    known = False
    if keys & TRAINING:
        known = True
        _training(part, project, report)
    if keys & (DOMAIN - {"version", "config"}):
        known = True
        read_domain(part, project, report)
    known = _settings(part, keys, path, project, report) or known
    if not known and keys - {"version"} and path.stem not in ELSEWHERE:
        told = "It holds nothing that a bot is made of."
        report.left_out(part, part.file, told)


def _training(part: Part, project: Project, report: Report) -> None:
    if part.has("nlu"):
        read_nlu(part, project, report)
    for name, flow in part.get("flows").entries(report.error):
        group = project.patterns if name.startswith("pattern_") else project.flows
        if name in group:
            report.changed(flow, f"flow {name}", "It stands in the project twice; the first one counts.", "Delete one.")
        elif not isinstance(flow.value, dict):
            report.error(flow, f"flow {name}", f"A flow is a map with `steps`, not {kind_of(flow.value)}.")
        else:
            group[name] = flow
    project.rules += list(part.get("rules").items(report.error))
    project.stories += list(part.get("stories").items(report.error))


def _settings(part: Part, keys: set[str], path: Path, project: Project, report: Report) -> bool:
    """Files that say how the project runs; whether it is one."""
    if keys & CONFIG:
        language = part.get("language").text(report.error)
        if re.match(r"[A-Za-z]{2}(?:[-_][A-Za-z]{2,4})?\Z", language):
            project.language = language.lower()[:8]
        assistant = part.get("assistant_id").text(report.error)
        if assistant and not assistant.startswith("placeholder"):
            project.name = assistant
        told = "Pipelines and policies have no counterpart: understanding works without settings."
        report.left_out(part, part.file, told, "See docs/how-to/understanding.md for what can be chosen.")
        if project.language not in ("", "en"):
            told = f"The project speaks `{project.language}`; values and yes and no are understood in English only."
            report.changed(part.get("language"), "language", told, "Look at docs/reference/understanding.md first.")
        return True
    if keys & ENDPOINTS or path.stem.startswith("endpoints"):
        told = "Servers and models are set where the bot runs, not in the bot."
        report.left_out(part, part.file, told, "Bind each tool, and give secrets by their names.")
        return True
    if path.stem.startswith("credentials") or (keys and keys <= CHANNELS):
        told = "Channels and their credentials are set where the bot runs."
        report.left_out(part, part.file, told, "Put the widget on a page, or connect a line.")
        return True
    return False
