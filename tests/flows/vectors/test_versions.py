"""Which vectors there are."""

from flows.vectors.versions import COMPUTED_IN, PACKAGES, WEIGHTS, versions


def test_names_every_model_with_its_version() -> None:
    assert versions().endswith(f" {COMPUTED_IN} {WEIGHTS}")
    told = versions().removesuffix(f" {COMPUTED_IN} {WEIGHTS}").split(" ")
    assert told[::2] == list(PACKAGES)
    assert all(version[:1].isdigit() for version in told[1::2])
