"""Many who change a draft at the same moment: one of them wins each time, and the others are told."""

import threading
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from designer.models import Draft
from tests.designer.drafts import send
from tests.designer.test_api import PersonIn
from tests.workspaces import text_of
from voxloom.accounts.isolation import within
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import Workspace

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 6


def at_once(clients: list[Client], rev: int) -> list[Any]:
    """What each is answered who sends another text of the same `rev`, all at the same time."""
    answers: list[Any] = [None] * len(clients)
    together = threading.Barrier(len(clients))

    def change(at: int) -> None:
        try:
            together.wait(10)
            text = text_of("sky", f"Of {at}, after {rev}")
            answers[at] = send(clients[at], "PUT", "/bots/sky/draft/text", {"rev": rev, "text": text})
        finally:
            connections.close_all()

    threads = [threading.Thread(target=change, args=(at,)) for at in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


@pytest.mark.parametrize("first", [True, False])
def test_one_wins_and_nothing_is_overwritten(blue: Workspace, person_in: PersonIn, first: bool) -> None:
    clients = [person_in(blue, Role.EDITOR) for _ in range(MANY)]
    rev = 1
    if not first:  # a row is there already
        made = send(clients[0], "PUT", "/bots/sky/draft/text", {"rev": 1, "text": text_of("sky", "Before")})
        rev = made.json()["rev"]
    answers = at_once(clients, rev)
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * (MANY - 1)
    [won] = [at for at, answer in enumerate(answers) if answer.status_code == 200]
    with within(blue):
        row = Draft.objects.get()
        assert (row.rev, row.text) == (rev + 1, text_of("sky", f"Of {won}, after {rev}"))
    told = {answer.json()["error"]["text"] for answer in answers if answer.status_code == 409}
    assert told == {text_of("sky", f"Of {won}, after {rev}")}
