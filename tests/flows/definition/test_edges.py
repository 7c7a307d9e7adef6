"""Where nodes lead."""

from flows.definition.edges import Branch, targets


def test_targets() -> None:
    branches = (Branch(**{"if": "a", "go": "x"}), Branch(**{"else": "y"}), Branch(**{"if": "b"}))  # type: ignore[arg-type]
    assert list(targets(None)) == []
    assert list(targets("a")) == ["a"]
    assert list(targets(branches)) == ["x", "y", "end"]
