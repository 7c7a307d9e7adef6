"""Which vectors there are."""

from flows.vectors.versions import COMPUTED_IN, PACKAGES, versions


def test_names_every_model_with_its_version() -> None:
    *told, computed_in = versions().split(" ")
    assert computed_in == COMPUTED_IN
    assert told[::2] == list(PACKAGES)
    assert all(version[:1].isdigit() for version in told[1::2])
