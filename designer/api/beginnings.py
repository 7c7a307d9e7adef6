"""New bots: from a starter bot, a file, a text, or nothing; and their drafts as files."""

import base64
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from designer.actions.act import perform
from designer.actions.begin_bot import BeginBot
from designer.api.begin_shapes import BeginIn, BegunOut, TemplateOut
from designer.api.caller import caller_of
from designer.api.shapes import Slug
from designer.drafts.files import Given, as_zip, text_of
from designer.drafts.state import state_of
from designer.drafts.templates import EMPTY, Template, templates
from designer.refusal import Refused
from designer.selectors import bot_for
from voxloom.accounts.roles import Action

router = Router(tags=["drafts"])


@router.get("/templates", response=list[TemplateOut])
def list_templates(request: HttpRequest) -> list[Template]:
    """The starter bots that a new bot can be made from."""
    caller_of(request).needs(Action.SEE)
    return list(templates().values())


@router.post("/drafts", response={201: BegunOut})
def begin_bot(request: HttpRequest, given: BeginIn) -> Status[Any]:
    """Make a new bot, which has a draft and no version yet. A text with errors is taken if `slug` is given."""
    caller = caller_of(request)
    caller.needs(Action.EDIT)  # before a file is unpacked
    begun = _text(given)
    bot = perform(BeginBot(begun.text, given.slug, given.name, origin=given.origin), caller)
    return Status(201, {"slug": bot.slug, "rev": 1, "notes": list(begun.notes)})


@router.get("/bots/{slug}/draft/export")
def export_draft(request: HttpRequest, slug: Slug, form: Literal["yaml", "zip"] = "yaml") -> HttpResponse:
    """The draft as a file, or as a folder with a file for each flow; with the line ends that it came with."""
    bot = bot_for(caller_of(request), slug)
    state = state_of(bot)
    if form == "zip":
        response = HttpResponse(as_zip(state.text, bot.slug, crlf=state.crlf), content_type="application/zip")
    else:
        response = HttpResponse(state.file.encode(), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{bot.slug}.{form}"'
    return response


def _text(given: BeginIn) -> Given:
    match given.origin:
        case "empty":
            return Given(EMPTY.format(slug=given.slug))
        case "template":
            found: Any = templates().get(given.template)
            if found is None:
                known = ", ".join(templates())
                raise Refused(404, "template.unknown", "There is no such starter bot.", f"There are: {known}.")
            return Given(found.text)
        case "file":
            try:
                return text_of(given.file_name, base64.b64decode(given.content, validate=True))
            except ValueError:
                message = "The content is no base64."
                raise Refused(422, "file.malformed", message, "Send the bytes of the file as base64.") from None
    return Given(given.text)
