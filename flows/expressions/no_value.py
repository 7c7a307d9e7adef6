"""A name without a value, as texts see it."""

from jinja2 import StrictUndefined


class NoValue(StrictUndefined):
    """`{% if name %}` does not hold and it equals nothing, but it cannot be said and nothing comes of it."""

    __slots__ = ()

    def __bool__(self) -> bool:  # type: ignore[override]  # the base class always fails
        return False

    def __eq__(self, other: object) -> bool:  # type: ignore[override]
        return other is None or isinstance(other, NoValue)

    def __ne__(self, other: object) -> bool:  # type: ignore[override]
        return not self == other

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(None)
