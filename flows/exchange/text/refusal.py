"""Why an edit is not made."""

from flows.exchange.text.lines import place

CODES: dict[str, str] = {
    "edit.path": "Nothing stands where something is to be changed.",
    "edit.value": "A value that cannot be written in a bot.",
    "edit.name": "A name that cannot be used.",
    "edit.taken": "A name that is given already.",
    "edit.edge": "An edge that cannot be drawn so.",
    "edit.unclear": "It is not clear what a name means, or a part that speaks of it cannot be read.",
    "edit.anchor": "The part is shared by an anchor and its aliases.",
    "edit.merge": "The part has a merge key (`<<`).",
    "edit.key": "The part has a key that is written with `?`, or that stands twice.",
    "edit.tab": "The part is indented with tabs.",
    "edit.form": "The part is written in a form that only a person should change.",
    "edit.check": "The text would not say afterwards what it should.",
    "edit.shape": "The operation itself is not written as it should be.",
}
"""Codes of refusals, beside those of texts that cannot be read (`yaml.…`); docs/reference/edits.md lists them."""
IN_THE_TEXT = "Edit it in the text."


class Refused(ValueError):
    """An edit that is not made: the text stays as it is. `line` and `column` count from 1."""

    def __init__(self, code: str, message: str, remedy: str = IN_THE_TEXT, at: int | None = None) -> None:
        """`at` is the place in the text in code points, where it is known."""
        super().__init__(message)
        self.code, self.message, self.remedy, self.at = code, message, remedy, at
        self.line, self.column = 1, 1

    def placed(self, text: str, at: int | None = None) -> "Refused":
        """The same with the line and column of a place."""
        where = self.at if at is None else at
        if where is not None:
            self.line, self.column = place(text, where)
        return self

    def as_json(self) -> dict[str, str | int]:
        """The object that is sent for it."""
        return {name: getattr(self, name) for name in ("code", "line", "column", "message", "remedy")}
