"""What is written under the fields of a class."""

from dataclasses import dataclass

from flows.schema.docstrings import field_docs


@dataclass
class Base:
    """A class."""

    first: int
    """The first one,
    on two lines."""
    second: int = 2
    third: int = 3
    """The third."""


@dataclass
class Derived(Base):
    """Another one."""

    third: int = 4
    """The third, in other words."""
    fourth: int = 4
    """The fourth."""

    def method(self) -> None:
        """No field."""


def test_fields_have_what_is_written_under_them() -> None:
    assert field_docs(Base) == {"first": "The first one,\non two lines.", "third": "The third."}


def test_what_a_class_has_from_another_is_told_too() -> None:
    assert field_docs(Derived) == {
        "first": "The first one,\non two lines.",
        "third": "The third, in other words.",
        "fourth": "The fourth.",
    }
