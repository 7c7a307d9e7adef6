"""Other tests in this process have run servers and stopped them; jobs must not think that this one stops."""

import pytest

from runtime.preparing import place


@pytest.fixture(autouse=True)
def goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "_stopping", False)
