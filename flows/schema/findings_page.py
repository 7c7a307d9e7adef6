"""The page of the reference on findings: what each code means, what brings it, and how it is put right."""

from functools import cache

from flows.findings import CODES
from flows.schema.examples import FLOW, FRAME, Example, examples

HEAD = """# Findings

What `bot lint` may tell of a bot. The list is closed: no other code is ever printed. A finding has
`severity` (`error` keeps the bot from running, `warning` does not), `code`, `file`, `path`, `line` and
`column` (from 1), `message` and `remedy`.

## Answering a warning

Where a warning is right and you want it so all the same, say why in the text: at the end of the line that it names,
or on the lines right above it. Then it is told no more. Errors cannot be answered.

```yaml
intents:
  # lint ok intent.unused: the page starts it by a button
  callback: {description: calling back, examples: [call me back]}
```

## All codes

| code | what it means |
|---|---|
"""
EXAMPLES = """
## Examples

Each code with a part of a bot that brings it, what is told of that, and the part put right. `line` counts the lines
of the part. Around it stands this frame, where the part does not have a field itself:

```yaml
# the frame
"""


@cache
def findings_page() -> str:
    """The page as Markdown. The messages are those of the examples as they are read today."""
    rows = [f"| {_linked(code)} | {meaning} |\n" for code, meaning in CODES.items()]
    frame = "\n".join((*FRAME, FLOW))
    parts = [_part(code, example) for code, example in examples().items()]
    return f"{HEAD}{''.join(rows)}{EXAMPLES}{frame}\n```\n{''.join(parts)}"


def _linked(code: str) -> str:
    return f"[`{code}`](#{_anchor(code)})" if code in examples() else f"`{code}`"


def _anchor(code: str) -> str:
    """The anchor that the heading of a code gets where the page is shown."""
    return code.replace(".", "")


def _part(code: str, example: Example) -> str:
    note = f" {example.note}" if example.note is not None else ""
    lines = ["", f"### `{code}`", "", f"{CODES[code]}{note}", "", "```yaml", example.bad.rstrip("\n"), "```", ""]
    if (told := example.told(code)) is not None:
        line, finding = told
        where = f"line {line}, " if example.times == 1 else ""
        lines += [f"> {where}{finding.severity}: {finding.message} {finding.remedy}", ""]
    return "\n".join([*lines, "Put right:", "", "```yaml", example.good.rstrip("\n"), "```", ""])
