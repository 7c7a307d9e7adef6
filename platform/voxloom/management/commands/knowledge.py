"""`manage.py knowledge VERB …`: the documents from which bots answer."""

import asyncio
import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from flows.catalogue import BotNotFound, find
from flows.definition.config import written_ms
from flows.definition.knowledge import UNITS_H
from flows.understanding.in_process import InProcessEmbedder
from tools.knowledge.ages import stale
from tools.knowledge.keeping import INDEX, NotThat, Upload, add_address, add_file, index, note_lost, remove
from tools.knowledge.models import Document
from tools.knowledge.reading.read import MOST_BYTES
from voxloom.accounts.isolation import current_workspace, within
from voxloom.accounts.workspaces import MAIN, UnknownWorkspace
from voxloom.audit.actor import acting, of_this_terminal
from voxloom.jobs import outbox
from voxloom.jobs.models import Job
from voxloom.shared.files import FilesUnavailable, FileTooBig

LOOK_EVERY_S = 0.5


class Command(BaseCommand):
    """Documents are given, shown, indexed again, taken away and asked."""

    help = "The documents from which bots answer: add, list, remove, index, ask."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-parser a verb."""
        verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
        add = verbs.add_parser("add", help="give a document, or another content to one of that name")
        add.add_argument("name", metavar="NAME", help="what bots call it")
        add.add_argument("source", metavar="FILE|URL", help="PDF, HTML, Markdown or text; or the address of a page")
        add.add_argument("--title", default="", help="what callers hear: From TITLE: …")
        add.add_argument("--sitemap", action="store_true", help="the address is of a sitemap: its pages are read")
        add.add_argument("--every", default="", metavar="AGE", help="read the page again so often: 12h, 1d, 1w")
        add.add_argument("--later", action="store_true", help="do not wait for the index; the server makes it")
        verbs.add_parser("list", help="show the documents").add_argument("--json", action="store_true")
        verbs.add_parser("remove", help="take a document away").add_argument("name", metavar="NAME")
        again = verbs.add_parser("index", help="read a document and make its index again; without a name all")
        again.add_argument("name", nargs="?", default="", metavar="NAME")
        ask = verbs.add_parser("ask", help="ask a knowledge base of a bot, or documents, and see what is found")
        ask.add_argument("of", metavar="BOT|DOCUMENTS", help="a bot, BOT.BASE, or names of documents with commas")
        ask.add_argument("question", metavar="QUESTION")
        ask.add_argument("--json", action="store_true", help="one JSON object on standard output")
        for verb in verbs.choices.values():
            verb.add_argument("--workspace", default=MAIN, metavar="SLUG", help=f"whose documents; default: {MAIN}")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the verb."""
        try:
            with within(options["workspace"]), acting(of_this_terminal()):
                getattr(self, f"_{options['verb']}")(options)
        except (NotThat, UnknownWorkspace) as problem:
            raise CommandError(str(problem), returncode=2) from None
        except (FilesUnavailable, FileTooBig) as problem:
            raise CommandError(str(problem)) from None

    def _add(self, options: dict[str, Any]) -> None:
        source, name, title = options["source"], options["name"], options["title"]
        if source.startswith(("http://", "https://")):
            every = written_ms(options["every"], UNITS_H) if options["every"] else 0
            if every is None:
                raise NotThat("--every takes an age such as 12h, 1d or 1w.")
            document = add_address(name, source, title=title, sitemap=options["sitemap"], every_hours=every)
        else:
            document = add_file(name, Upload(Path(source).name, _bytes_of(Path(source))), title=title)
        if options["later"]:
            self.stdout.write(f"{document.name} is kept; the server makes its index.")
            return
        self._wait_for([document])

    def _list(self, options: dict[str, Any]) -> None:
        found = [_told(row) for row in Document.objects.select_related("current").all()]
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for each in found:
            self.stdout.write("  ".join(str(part) for part in (each["name"], each["state"], *_rest(each)) if part))

    def _remove(self, options: dict[str, Any]) -> None:
        if not remove(options["name"]):
            raise NotThat(f"There is no document called {options['name'][:64]}.")

    def _index(self, options: dict[str, Any]) -> None:
        documents = Document.objects.all()
        if options["name"]:
            documents = documents.filter(name=options["name"])
            if not documents:
                raise NotThat(f"There is no document called {options['name'][:64]}.")
        found = list(documents)
        for document in found:
            index(document)
        self._wait_for(found)

    def _wait_for(self, documents: list[Document]) -> None:
        """Make the indexes here, unless somebody else does; tell how far they are."""
        told: dict[int, str] = {}
        while True:
            for number in _jobs_of(documents):
                outbox.run(number)
            note_lost(timezone.now())
            left = list(Document.objects.filter(pk__in=[document.pk for document in documents]))
            for document in left:
                line = f"{document.name}: {document.problem or document.state}"
                if document.state == Document.State.INDEXING:
                    line += f" {document.progress:.0%}"
                if told.get(document.pk) != line:
                    told[document.pk] = line
                    self.stdout.write(line)
            if all(document.state in (Document.State.READY, Document.State.FAILED) for document in left):
                break
            time.sleep(LOOK_EVERY_S)
        if any(document.state == Document.State.FAILED for document in left):
            raise CommandError("Not every index could be made; what was there before still answers.")

    def _ask(self, options: dict[str, Any]) -> None:
        names, threshold = _sources(options["of"])
        shown = asyncio.run(_asked(current_workspace().pk, names, options["question"]))
        shown["known"] = shown["confidence"] >= threshold
        shown["threshold"] = threshold
        if options["json"]:
            self.stdout.write(json.dumps(shown, ensure_ascii=False))
            return
        self.stdout.write(f"confidence {shown['confidence']:.2f}, threshold {threshold:g}")
        self.stdout.write(shown["text"] if shown["known"] else "(nothing is sure enough: on_unknown)")
        for hit in shown["passages"]:
            where = " > ".join(part for part in (hit["document"], hit["heading"]) if part)
            page = f", page {hit['page']}" if hit["page"] else ""
            self.stdout.write(f"\n{hit['score']:.2f}  {where}{page}\n      {hit['text']}")


def _jobs_of(documents: list[Document]) -> list[int]:
    keys = {document.pk for document in documents}
    waiting = Job.objects.filter(name=INDEX, state=Job.State.WAITING, due__lte=timezone.now())
    return [job.pk for job in waiting if job.arguments.get("document") in keys]


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as problem:
        raise NotThat(f"{path} cannot be read: {problem.strerror or problem}.") from None


def _told(row: Document) -> dict[str, Any]:
    return {
        "name": row.name, "title": row.called, "kind": row.kind, "state": row.state, "progress": row.progress,
        "passages": row.current.passages if row.current is not None else 0,
        "given": row.given.isoformat() if row.given is not None else None,
        "due": stale(row.given, row.every_hours or None, timezone.now()),
        "source": row.address or row.file_name, "problem": row.problem,
    }  # fmt: skip


def _rest(each: dict[str, Any]) -> tuple[str, ...]:
    return (
        f"{each['passages']} passages" if each["passages"] else "",
        f"of {each['given'][:10]}" if each["given"] else "",
        "is due to be read again" if each["due"] else "",
        each["source"], each["problem"],
    )  # fmt: skip


def _sources(of: str) -> tuple[tuple[str, ...], float]:
    """The documents of a bot's base, and the threshold of a node that asks it; or documents by their names."""
    from flows.definition.nodes.answer import DEFAULT_THRESHOLD, Answer  # noqa: PLC0415 - only this verb needs bots

    if Document.objects.filter(name__in=of.split(",")).exists():
        return tuple(of.split(",")), DEFAULT_THRESHOLD
    slug, _, base = of.rpartition(".") if "." in of and not Path(of).exists() else (of, "", "")
    try:
        loaded = find(slug)
    except BotNotFound:
        raise NotThat(f"There is no document, no file and no bot called {of[:64]}.") from None
    bot = loaded.bot
    if bot is None or not bot.knowledge:
        raise NotThat(f"{slug} has no knowledge base.")
    if base and base not in bot.knowledge:
        raise NotThat(f"{slug} has no knowledge base called {base[:64]}; it has {', '.join(bot.knowledge)}.")
    wanted = base or next(iter(bot.knowledge))
    nodes = [node for flow in bot.flows.values() for node in flow.nodes.values()]
    asks = (node.threshold for node in nodes if isinstance(node, Answer) and node.knowledge == wanted)
    return bot.knowledge[wanted].documents, next(asks, DEFAULT_THRESHOLD)


async def _asked(workspace: int, names: tuple[str, ...], question: str) -> dict[str, Any]:
    from tools.knowledge.bases import Bases  # noqa: PLC0415 - as above
    from tools.knowledge.extracts import spoken  # noqa: PLC0415 - as above

    bases = Bases(InProcessEmbedder())
    try:
        known = await bases.standings(workspace)
        found = await bases.index(workspace, names)
        if found is None:
            raise NotThat(f"None of {', '.join(names)} has an index: `manage.py knowledge list` says why.")
        answer = await bases.answer(workspace, found, question, names)
    finally:
        await bases.aclose()
    if answer is None:
        return {"question": question, "confidence": 0.0, "text": "", "source": None, "passages": []}
    extract = answer.extract
    passages = [
        {
            "score": round(hit.score, 4), "document": passage.document, "heading": passage.heading,
            "page": passage.page,
            "likeness": round(hit.likeness, 4), "words": round(hit.words, 4), "covered": round(hit.covered, 4),
            "text": passage.text,
        }
        for hit, passage in zip(answer.hits, answer.passages, strict=False)
    ]  # fmt: skip
    return {
        "question": question, "confidence": round(answer.confidence, 4),
        "text": spoken(extract, known[extract.document].title), "extract": extract.text, "source": extract.document,
        "passages": passages,
    }  # fmt: skip
