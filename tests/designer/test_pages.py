"""The pages around the canvas: who sees them, under which policy, and that nothing typed becomes markup."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from designer.models import Draft
from designer.pages.beginning import slug_of
from flows.catalogue import publish
from flows.models import Bot, BotRole
from tests.designer.drafts import send
from tests.designer.test_api import PersonIn
from tests.workspaces import text_of
from voxloom.accounts.isolation import within
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import MAIN, Workspace

pytestmark = pytest.mark.django_db
PAGES = ("/designer/", "/designer/new/", "/designer/bots/sky/")
HOSTILE = "</script><script>alert(1)</script>'\"😀"


def test_strangers_are_led_to_where_they_sign_in(blue: Workspace) -> None:
    for path in PAGES:
        answer = Client().get(path)
        assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={path}")


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_lets_no_string_become_code(blue: Workspace, person_in: PersonIn, path: str) -> None:
    answer = person_in(blue, Role.EDITOR).get(path)
    assert answer.status_code == 200
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";") if part.strip())
    nonce = re.fullmatch(r"'nonce-([^']+)' 'strict-dynamic'", policy["script-src"])
    assert nonce is not None
    assert policy["style-src"] == f"'self' 'nonce-{nonce[1]}'"
    assert (policy["default-src"], policy["style-src-attr"], policy["object-src"]) == ("'none'", "'none'", "'none'")
    assert policy["require-trusted-types-for"] == "'script'"
    page = answer.content.decode()
    scripts = re.findall(r"<script([^>]*)>", page)
    assert scripts
    assert all(f'nonce="{nonce[1]}"' in script or "application/json" in script for script in scripts)
    assert " style=" not in page
    assert not re.search(r"\son[a-z]+=", page)
    assert answer["Cache-Control"] == "no-store"


def test_each_visit_has_a_nonce_of_its_own(blue: Workspace, person_in: PersonIn) -> None:
    viewer = person_in(blue, Role.VIEWER)
    first, second = (viewer.get("/designer/bots/sky/")["Content-Security-Policy"] for _ in range(2))
    assert first != second


def test_the_canvas_is_told_what_it_needs(blue: Workspace, person_in: PersonIn) -> None:
    page = person_in(blue, Role.EDITOR).get("/designer/bots/sky/").content.decode()
    found = re.search(r'<script id="vx-config" type="application/json">(.*?)</script>', page)
    assert found is not None
    config = json.loads(found[1])
    assert (config["slug"], config["api"], config["live"]) == ("sky", "/api/v1", "/designer/live/sky")
    assert (config["may"]["edit"], config["may"]["publish"]) == (True, False)
    assert len(config["csrf"]) > 20
    assert (
        page.index('href="#designer"') < page.index("<header") < page.index("<h1") < page.index('<main id="designer"')
    )


def test_names_of_any_kind_stay_text(blue: Workspace, person_in: PersonIn) -> None:
    editor = person_in(blue, Role.EDITOR)
    send(editor, "POST", "/drafts", {"from": "empty", "slug": "lake", "name": HOSTILE})
    for path in ("/designer/", "/designer/bots/lake/"):
        page = editor.get(path).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
    typed = editor.post("/designer/new/", {"origin_choice": "empty", "name": HOSTILE, "slug": "No good"})
    assert typed.status_code == 422
    assert "<script>alert" not in typed.content.decode()


def test_a_long_list_is_filtered_by_words_in_as_many_queries(blue: Workspace, person_in: PersonIn) -> None:
    viewer = person_in(blue, Role.VIEWER)
    counts = []
    for number in range(10):
        with within(blue):
            publish(text_of(f"bot-{number}", f"Desk {number}"))
        if number in (1, 9):
            with CaptureQueriesContext(connection) as queries:
                page = viewer.get("/designer/").content.decode()
            counts.append(len(queries))
            assert page.count('class="card-name"') == number + 2
            assert ('type="search"' in page) is (number == 9)
    assert counts[0] == counts[1]
    found = viewer.get("/designer/?find=desk+7").content.decode()
    assert re.findall(r'card-slug"><code>([^<]*)', found) == ["bot-7"]
    assert "1 bot with “desk 7”" in found
    none = viewer.get("/designer/", {"find": HOSTILE}).content.decode()
    assert "0 bots with" in none
    assert "<script>alert" not in none


def test_who_looks_at_a_bot_that_answers_on_our_page_is_led_there(
    main: None, blue: Workspace, person_in: PersonIn
) -> None:
    ours = Workspace.objects.get(slug=MAIN)
    with within(ours):
        publish(text_of("harbour"))
    viewer, elsewhere = person_in(ours, Role.VIEWER), person_in(blue, Role.VIEWER)
    for path in ("/designer/", "/designer/bots/harbour/"):
        assert 'href="/?bot=harbour">Talk to it' in viewer.get(path).content.decode()
    for path in ("/designer/", "/designer/bots/sky/"):
        assert "Talk to it" not in elsewhere.get(path).content.decode()


def test_a_bot_of_another_workspace_is_not_there(blue: Workspace, green: Workspace, person_in: PersonIn) -> None:
    for role in (Role.ADMINISTRATOR, Role.VIEWER):
        person = person_in(blue, role)
        assert person.get("/designer/bots/wood/").status_code == 404
        assert b"Wood" not in person.get("/designer/").content
        assert b"Wood" not in person.get("/designer/bots/wood/").content
    nobody = person_in(blue, None)
    assert nobody.get("/designer/").status_code == 403
    assert b"in no workspace" in nobody.get("/designer/").content


def test_the_list_says_how_far_each_bot_is(blue: Workspace, person_in: PersonIn) -> None:
    editor = person_in(blue, Role.EDITOR)
    with within(blue):
        publish(text_of("sky", "Sky"), "staging")
        Bot.objects.create(slug="sea", name="Sea")
    send(editor, "PUT", "/bots/sky/draft/text", {"rev": 1, "text": text_of("sky", "Changed")})
    page = editor.get("/designer/").content.decode()
    assert "Live: version 1" in page
    assert "Staging: 1" in page
    assert "Draft has changes" in page
    assert "by person 0" in page
    assert "Draft only" in page
    assert page.index(">Sky<") < page.index(">Sea<")


def test_where_nothing_is_somebody_is_shown_how_to_begin(person_in: PersonIn, db: None) -> None:
    empty = Workspace.objects.create(slug="empty", name="Empty")
    page = person_in(empty, Role.EDITOR).get("/designer/").content.decode()
    assert "Make your first bot" in page
    assert "Riverbank telephone banking" in page
    viewer = person_in(empty, Role.VIEWER)
    assert "Make your first bot" not in viewer.get("/designer/").content.decode()
    assert viewer.get("/designer/new/").status_code == 403
    assert viewer.post("/designer/new/", {"origin_choice": "empty", "name": "Mine"}).status_code == 403


def test_a_role_with_one_bot_shows_that_bot(blue: Workspace, person_in: PersonIn) -> None:
    from django.contrib.auth.models import User

    from voxloom.accounts.models import Membership

    guest = person_in(blue, Role.VIEWER)
    with within(blue):
        Bot.objects.create(slug="sea", name="Sea")
        BotRole.objects.create(bot=Bot.objects.get(slug="sky"), user=User.objects.latest("pk"), role=Role.PUBLISHER)
        assert Membership.objects.count() == 1
    config = guest.get("/designer/bots/sky/").content.decode()
    assert '"publish": true' in config
    assert '"publish": false' in guest.get("/designer/bots/sea/").content.decode()


@pytest.mark.parametrize(
    ("given", "slug"),
    [
        ({"origin_choice": "template:riverbank", "name": "My bank", "slug": ""}, "my_bank"),
        ({"origin_choice": "empty", "name": "", "slug": "lake"}, "lake"),
        ({"origin_choice": "file", "name": "", "slug": ""}, "pond"),
    ],
)
def test_a_bot_is_made_by_the_form(blue: Workspace, person_in: PersonIn, given: dict[str, object], slug: str) -> None:
    editor = person_in(blue, Role.EDITOR)
    if given["origin_choice"] == "file":
        given = {**given, "file": SimpleUploadedFile("pond.yaml", text_of("pond").encode())}
    made = editor.post("/designer/new/", given)
    assert (made.status_code, made["Location"]) == (302, f"/designer/bots/{slug}/")
    with within(blue):
        assert Draft.objects.get().bot.slug == slug


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"origin_choice": "empty", "name": "Sky", "slug": ""}, "has a bot called sky"),
        ({"origin_choice": "file", "name": "Kept", "slug": ""}, "No file is chosen."),
        ({"origin_choice": "template:none", "name": "Kept", "slug": ""}, "No starter bot is chosen."),
        ({"origin_choice": "empty", "name": "", "slug": ""}, "no short name"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    blue: Workspace, person_in: PersonIn, given: dict[str, str], told: str
) -> None:
    answer = person_in(blue, Role.EDITOR).post("/designer/new/", given)
    page = answer.content.decode()
    assert (answer.status_code, told in page) == (422, True)
    assert f'value="{given["name"]}"' in page


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Café Zürich – bookings!", "cafe_zurich_bookings"),
        ("24 hours", "bot_24_hours"),
        ("日本", ""),
        ("a" * 99, "a" * 64),
    ],
)
def test_a_short_name_is_made_of_a_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug
