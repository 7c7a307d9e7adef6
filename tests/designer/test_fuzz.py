"""The API is asked for anything that its schema allows, and for what it does not: it never fails by itself."""

import os
from typing import Any

import pytest
import requests
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, settings

from designer.api.service import api
from tests.designer.test_api import conversation_in
from voxloom.accounts.isolation import within
from voxloom.accounts.keys import create_key
from voxloom.accounts.workspaces import Workspace

EXAMPLES = 400 if os.environ.get("VOXLOOM_EXAMPLES") == "fuzz" else 15
"""For each operation."""
SUPPRESSED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
SERVER = "http://testserver"
schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))


@pytest.fixture
def key(blue: Workspace) -> str:
    conversation_in(blue, "call-1", "sky")
    with within(blue):
        return create_key("a fuzzer", ["administrator"])[1]


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=SUPPRESSED)
@pytest.mark.django_db
@pytest.mark.sqlite  # once is enough: nothing here depends on who keeps the rows
def test_no_request_is_answered_by_a_failure(case: Any, key: str) -> None:
    asked = requests.Request(**case.as_transport_kwargs(base_url=SERVER)).prepare()
    headers = {name: value for name, value in asked.headers.items() if name.lower() != "content-length"}
    content_type = headers.pop("Content-Type", "application/octet-stream")
    headers["Authorization"] = f"Bearer {key}"
    client = Client(raise_request_exception=False)
    path = str(asked.url).removeprefix(SERVER)
    response = client.generic(str(asked.method), path, asked.body or b"", content_type=content_type, headers=headers)
    assert response.status_code < 500, response.content
