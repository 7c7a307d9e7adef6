"""Jobs of versions: started when a text is stored or published, once for each text, and again after a failure."""

from datetime import timedelta

import pytest
from django.utils import timezone

from flows.catalogue import keep, publish, release
from flows.loader.load import load_text
from flows.preparing import LEARN, SPEAK, Preparation, learning, state_of
from voxloom.accounts.workspaces import MAIN, named
from voxloom.jobs.models import Job

TEXT = "voxloom: 1\nbot: small\nstart: main\nflows: {main: {nodes: {a: {type: say, say: Hi., next: end}}}}\n"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]


def names() -> list[str]:
    return list(Job.objects.order_by("pk").values_list("name", flat=True))


def test_a_stored_text_is_learned_and_a_published_one_spoken_too() -> None:
    version = keep(TEXT, load_text(TEXT), after=0).version
    assert names() == [LEARN]
    job = Job.objects.get()
    assert (job.arguments, job.workspace_id) == ({"version": version.pk}, named(MAIN).pk)
    release(version)
    assert names() == [LEARN, SPEAK]


def test_a_text_is_learned_once_however_often_it_is_published() -> None:
    first = publish(TEXT)
    publish(TEXT.replace("Hi.", "Ho."))
    release(first)
    again = publish(TEXT)
    assert again.content_hash == first.content_hash
    assert names() == [LEARN, SPEAK, LEARN, SPEAK]


def test_after_a_failure_publishing_again_is_another_try() -> None:
    version = publish(TEXT)
    Job.objects.filter(name=SPEAK).update(state=Job.State.DONE)
    Job.objects.create(name=SPEAK, key=f"{SPEAK}:{version.content_hash}:200", state="failed", due=timezone.now())
    release(version)
    assert list(Job.objects.filter(name=SPEAK).values_list("key", "state")) == [
        (f"{SPEAK}:{version.content_hash}", "waiting")
    ]


def test_how_far_it_is_can_be_asked_for_many_at_once() -> None:
    one, two = publish(TEXT), publish(TEXT.replace("Hi.", "Ho."))
    assert learning([one]) == {one.content_hash: Preparation("waiting", 0.0)}
    Job.objects.filter(name=LEARN, arguments={"version": one.pk}).update(state="running", progress=0.25)
    assert learning([one, two]) == {
        one.content_hash: Preparation("running", 0.25), two.content_hash: Preparation("waiting", 0.0),
    }  # fmt: skip
    Job.objects.all().delete()
    assert learning([one, two]) == {}


def test_the_state_of_prompts_is_that_of_the_last_job() -> None:
    version = publish(TEXT)
    assert state_of(SPEAK, version.content_hash) == "waiting"
    Job.objects.update(state="done")
    later = timezone.now() + timedelta(seconds=1)
    Job.objects.create(name=SPEAK, key=f"{SPEAK}:{version.content_hash}:200", state="running", due=later)
    assert state_of(SPEAK, version.content_hash) == "running"
    assert state_of(SPEAK, "another") is None
