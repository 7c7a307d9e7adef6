"""The checks over a bot that was made: warnings that come from the project are answered, the rest is told."""

from flows.exchange.rasa.report import Item, Report
from flows.findings import Finding
from flows.loader.load import load_text

ANSWERS: dict[str, str] = {
    "tool.unconfirmed": "the Rasa project asks for no confirmation either",
    "slot.unset": "the Rasa project sets it by an action",
    "intent.close": "as in the training data of the Rasa project",
    "choice.sounds_alike": "as in the Rasa project",
    "condition.overlap": "in the order of the Rasa project",
    "condition.never": "as in the Rasa project",
    "flow.unreachable": "nothing leads to it in the Rasa project either",
}
"""Warnings that the project's author has decided, with the reason that stands in the bot."""


def checked(text: str, report: Report) -> str:
    """The text with answers to such warnings; everything that the checks say is in the report."""
    findings = load_text(text, "bot.yaml").findings
    lines = text.split("\n")
    answers: dict[int, dict[str, None]] = {}
    for finding in findings:
        _tell(finding, report)
        if finding.severity == "warning" and finding.code in ANSWERS:
            answers.setdefault(finding.place.line, {})[finding.code] = None
    for line, codes in sorted(answers.items(), reverse=True):
        at = line - 1
        indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
        reason = " and ".join(dict.fromkeys(ANSWERS[code] for code in codes))
        lines.insert(at, f"{indent}# lint ok {', '.join(codes)}: {reason}")
    return "\n".join(lines)


def _tell(finding: Finding, report: Report) -> None:
    answered = finding.severity == "warning" and finding.code in ANSWERS
    told = finding.message if not answered else f"{finding.message} It is answered in the bot."
    outcome = "changed"
    report.put(Item("bot.yaml", finding.place.line, finding.path, told, f"{finding.remedy} [{finding.code}]", outcome))
