"""Starter bots are published when a server starts, and are no longer ours once somebody has changed them."""

import pytest
from django.core.management import call_command

from flows.catalogue import Authorship, keep, newest, published, release
from flows.loader.load import load_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]


def test_what_somebody_changed_stays_when_the_server_starts_again(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_starter_bots")
    call_command("load_starter_bots")
    first = newest("riverbank")
    assert first is not None
    assert first.number == 1
    text = first.text.replace("Riverbank, an automated assistant speaking.", "Our bank, an automated assistant.")
    mine = keep(text, load_text(text), 1, Authorship("ann")).version
    release(mine)
    call_command("load_starter_bots")
    now = published("riverbank")
    assert now is not None
    assert (now.version, now.text) == (2, text)
    assert "riverbank was changed here, and stays as it is" in capsys.readouterr().out
