"""The API is asked for anything that its schema allows, and for what it does not: it never fails by itself."""

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS

from tests.designer.test_api import conversation_in
from voxloom.accounts.isolation import within
from voxloom.accounts.keys import create_key
from voxloom.accounts.workspaces import Workspace

EXAMPLES = 40
"""For each operation; `make fuzz` takes more."""
SUPPRESSED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture
def key(blue: Workspace) -> str:
    conversation_in(blue, "call-1", "sky")
    with within(blue):
        return create_key("a fuzzer", ["administrator"])[1]


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=SUPPRESSED)
@pytest.mark.django_db
def test_no_request_is_answered_by_a_failure(case: Any, key: str) -> None:
    response = case.call(headers={"Authorization": f"Bearer {key}"})
    assert response.status_code < 500, response.text
    case.validate_response(response, checks=[CHECKS.get_one("not_a_server_error")])
