"""Bots, versions, releases."""

import pytest
from django.db import IntegrityError

from flows.models import Bot, BotVersion, Release, content_hash


@pytest.mark.usefixtures("main")
@pytest.mark.django_db
def test_one_text_a_version_and_one_release_an_environment() -> None:
    bot = Bot.objects.create(slug="a", name="A")
    version = BotVersion.objects.create(bot=bot, number=1, text="x", content_hash=content_hash("x"))
    release = Release.objects.create(bot=bot, version=version)
    assert (str(bot), str(version), str(release)) == ("A", "A v1", "A v1 in production")
    with pytest.raises(IntegrityError):
        BotVersion.objects.create(bot=bot, number=1, text="y", content_hash="")


def test_hashes_are_of_the_text() -> None:
    assert content_hash("x") == content_hash("x") != content_hash("y")
    assert len(content_hash("")) == 64
