"""What serves the calls of a process."""

import pytest

from runtime.service import DEFAULT_MAX_CALLS, RuntimeService
from tests.runtime.signalling.served import Activities, Workers

DEFAULT = DEFAULT_MAX_CALLS


@pytest.mark.parametrize(
    ("text", "calls"), [("", DEFAULT), ("12", 12), ("0", DEFAULT), ("-1", DEFAULT), ("many", DEFAULT)]
)
def test_how_many_calls(
    text: str, calls: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("MAX_CALLS", text)
    service = RuntimeService(Workers(), new_activity=Activities)  # type: ignore[arg-type]
    assert service._max_calls == calls
    assert ("MAX_CALLS must be" in caplog.text) == (text in ("0", "-1", "many"))
    service.bots.close()
