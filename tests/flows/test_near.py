"""What somebody may have meant."""

import pytest

from flows.near import did_you_mean, nearest


@pytest.mark.parametrize(
    ("name", "near"), [("promt", "prompt"), ("acount", "account"), ("zebra", None), ("", None), (5, None)]
)
def test_nearest(name: object, near: str | None) -> None:
    assert nearest(name, ["prompt", "account", "say"]) == near


def test_remedies() -> None:
    assert did_you_mean("syy", ["say"], "Delete it.") == "Did you mean `say`?"
    assert did_you_mean("zebra", [], "Delete it.") == "Delete it."
