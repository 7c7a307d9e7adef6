"""A refusal names the place."""

from flows.exchange.format.refusal import CannotFormat, refuse
from flows.findings import Place


def test_the_place_counts_from_one() -> None:
    refused = refuse("yaml.alias", "No.", "Write it out.", "a: 1\nbc: &x 2\n", 9, "x.yaml")
    assert isinstance(refused, CannotFormat)
    assert str(refused) == "No."
    (finding,) = refused.findings
    assert (finding.place, finding.severity) == (Place("x.yaml", 2, 5), "error")
