"""The checks over a bot that was made: what they find is mended, answered or told."""

import re
from typing import Any

from flows.exchange.rasa.report import Item, Outcome, Report
from flows.exchange.rasa.style import to_yaml
from flows.findings import Finding
from flows.loader.load import load_text

ANSWERS: dict[str, str] = {
    "tool.unconfirmed": "the Rasa project asks for no confirmation either",
    "slot.unset": "without a value it does not hold, as in the Rasa project",
    "intent.close": "as in the training data of the Rasa project",
    "choice.sounds_alike": "as in the Rasa project",
    "condition.overlap": "in the order of the Rasa project",
    "condition.never": "as in the Rasa project",
    "flow.unreachable": "nothing leads to it in the Rasa project either",
}
"""Warnings that the project's author has decided, with the reason that stands in the bot."""
UNTOLD = frozenset({"slot.unset"})
"""Answers that nobody has to look at."""
MAX_ROUNDS = 4
"""Of mending: what is mended can bring up something behind it."""
ASKS_FOR_IT = "it asks whether there is a value"
_HAS_VALUE = re.compile(r"\bif: .*?(?:\b(\w+) == \1\b|size\(\w+\) > 0|\b(\w+) or not \2\b)")
"""Conditions that are written as such; they are no slips, whatever values tools give."""
_NAME = re.compile(r"`(\w+)`")


def checked(bot: dict[str, Any], head: str, report: Report) -> str:
    """The text of the bot, with answers to warnings that come from the project; what else is found is in the report."""
    text = to_yaml(bot, head)
    findings = load_text(text, "bot.yaml").findings
    for _ in range(MAX_ROUNDS):
        mended = [_mended(bot, finding, report) for finding in findings]
        if not any(mended):
            break
        text = to_yaml(bot, head)
        findings = load_text(text, "bot.yaml").findings
    return _answered(text, findings, report)


def _mended(bot: dict[str, Any], finding: Finding, report: Report) -> bool:
    """Whether a value that may be missing could be made good: left out of a text, or not given to a tool."""
    found = _NAME.search(finding.message)
    if finding.code != "slot.unset" or "default" not in finding.remedy or found is None:
        return False  # conditions simply do not hold
    name, path = found[1], finding.path.split(".")
    holder: Any = bot
    for part in path[:-1]:
        holder = (
            holder[int(part)] if isinstance(holder, list) else holder.get(part) if isinstance(holder, dict) else None
        )
    key: Any = int(path[-1]) if isinstance(holder, list) else path[-1]
    if len(path) > 4 and path[4] == "with" and isinstance(holder, dict):
        tool = bot["tools"][bot["flows"][path[1]]["nodes"][path[3]]["tool"]]
        tool.pop("arguments", None)
        told = f"`{name}` may have no value there, and is not given to the tool."
        del holder[key]
        if not holder:
            del bot["flows"][path[1]]["nodes"][path[3]]["with"]
    else:
        text = holder[key] if isinstance(holder, dict | list) else None
        pattern = rf"\{{\{{ {name} \}}\}}"
        if not isinstance(text, str) or not re.search(pattern, text):
            return False
        holder[key] = re.sub(pattern, f'{{{{ {name} | default("") }}}}', text)
        told = f"`{name}` may have no value there: it is said as nothing then."
    report.put(Item("bot.yaml", 1, finding.path, told, "Look at this text or call in the bot.", "changed"))
    return True


def _answered(text: str, findings: tuple[Finding, ...], report: Report) -> str:
    lines = text.split("\n")
    answers: dict[int, dict[str, str]] = {
        at: {"slot.unset": ASKS_FOR_IT} for at, line in enumerate(lines, start=1) if _HAS_VALUE.search(line)
    }
    for finding in findings:
        if finding.severity == "warning" and finding.code in ANSWERS:
            answers.setdefault(finding.place.line, {}).setdefault(finding.code, ANSWERS[finding.code])
    for line, codes in sorted(answers.items(), reverse=True):
        indent = lines[line - 1][: len(lines[line - 1]) - len(lines[line - 1].lstrip())]
        reason = ", and ".join(dict.fromkeys(codes.values()))
        lines.insert(line - 1, f"{indent}# lint ok {', '.join(codes)}: {reason}")
    for finding in findings:
        moved = sum(line <= finding.place.line for line in answers)
        _tell(finding, finding.place.line + moved, report)
    return "\n".join(lines)


def _tell(finding: Finding, line: int, report: Report) -> None:
    answered = finding.severity == "warning" and finding.code in ANSWERS
    if answered and finding.code in UNTOLD:
        return
    told = f"{finding.message} It is answered in the bot." if answered else finding.message
    outcome: Outcome = "error" if finding.severity == "error" else "changed"
    report.put(Item("bot.yaml", line, finding.path, told, f"{finding.remedy} [{finding.code}]", outcome))
