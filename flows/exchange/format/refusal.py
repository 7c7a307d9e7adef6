"""Texts that are left untouched, since they cannot be laid out without a risk."""

from flows.findings import Finding, Place


class CannotFormat(ValueError):
    """The text is left as it is; `findings` say where and why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(findings[0].message)
        self.findings = findings


def refuse(code: str, message: str, remedy: str, text: str, at: int, file: str) -> CannotFormat:
    """The refusal for what stands at an index of the text."""
    begin = text.rfind("\n", 0, at) + 1
    place = Place(file, text.count("\n", 0, at) + 1, at - begin + 1)
    return CannotFormat(Finding(code, "", message, remedy, place))
