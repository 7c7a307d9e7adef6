"""A chat whose bot has a route: asked with what its workspace is given, or not at all."""

from collections.abc import Callable

import pytest
from channels.db import database_sync_to_async

from runtime.service import RuntimeService
from tests.runtime.signalling.asking import savings
from tests.tools.models.fake_model import served as model_served
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN
from voxloom.given.keeping import give

pytestmark = pytest.mark.django_db(transaction=True)

BANK = """
voxloom: 1
bot: bank
name: Bank
language: en
start: hello
defaults: {on_fail: handoff, on_error: handoff}
slots:
  account: {type: choice, choices: {savings: [], checking: []}}
routes:
  own: {model: openai/own, api_base: "{{ env.models }}", key: models_key, first_token: 60s, gap: 60s}
flows:
  hello:
    nodes:
      which: {type: ask, slot: account, say: "Which account, savings or checking?"}
      think: {type: generate, prompt: "Praise {{ account }}.", stub: From the stub., timeout: 60s, on_error: sorry}
      tell: {type: say, say: "Goodbye.", next: end}
      sorry: {type: say, say: "I have no words.", next: end}
"""


def _keep_secret() -> None:
    with within(MAIN):
        give("models_key", "s3cret-of-the-model", secret=True)


def test_the_route_is_asked_with_what_the_workspace_is_given(
    served: Callable[..., None], outgoing_loopback: None
) -> None:
    async def work(service: RuntimeService) -> None:
        await database_sync_to_async(_keep_secret)()
        await service._routes._process.start()  # it may take longer than a page waits for a message
        assert (await savings(BANK, models=fake.address))[0] == "What a fine account."

    with model_served() as fake:
        fake.pieces = ["What a", " fine account."]
        served(work)
    (request,) = fake.requests
    assert (request["model"], request["key"]) == ("own", "Bearer s3cret-of-the-model")
    *_, asked, said, prompt = request["messages"]
    assert (asked["role"], said["role"], prompt["content"]) == ("assistant", "user", "Praise savings.")


def test_without_anything_given_the_stub_answers_and_no_process_starts(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        assert (await savings(BANK))[0] == "From the stub."
        assert service._routes._process.starts == 0

    served(work)


def test_an_address_inside_is_not_asked_unless_the_server_allows_it(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        await database_sync_to_async(_keep_secret)()
        await service._routes._process.start()  # it may take longer than a page waits for a message
        assert (await savings(BANK, models=fake.address))[0] == "I have no words."

    with model_served() as fake:
        served(work)
        assert fake.requests == []
