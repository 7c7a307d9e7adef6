"""The reference of the language as Markdown, made from the same classes that read the YAML."""

import json
from typing import Any

from flows.definition.guardrails.types import GUARDRAIL_TYPES
from flows.definition.nodes.types import NODE_TYPES
from flows.definition.route import Budget, Price, Route, Switch
from flows.definition.speech import Hearing, Voice
from flows.definition.tool import Tool
from flows.definition.tool_auth import ApiKey, Auth, Basic, OAuth2
from flows.definition.tool_request import Request
from flows.definition.tool_response import Response
from flows.definition.tool_server import Server
from flows.definition.tool_undo import Undo
from flows.definition.tool_verifies import Verifies
from flows.expressions.functions import FUNCTION_NAMES
from flows.expressions.templates import FILTERS
from flows.schema.bot_schema import bot_schema
from flows.schema.findings_page import findings_page
from flows.values.slots import SLOT_TYPES

MADE = "<!-- Made by `manage.py bot docs`; change the classes, not this page. -->"


TOOL_PARTS: dict[str, Any] = {
    "request": Request, "response": Response, "server": Server, "auth": Auth, "basic": Basic, "api_key": ApiKey,
    "oauth2": OAuth2, "undo": Undo, "verifies": Verifies,
}  # fmt: skip
"""What stands below a tool, or below its `auth`."""
SPEECH: dict[str, Any] = {"voice": Voice, "hearing": Hearing}
ROUTE_PARTS: dict[str, Any] = {"switch": Switch, "budget": Budget, "price": Price}
CALLS = {
    "size(note)": "how many characters, or entries of a list",
    "weekday(day)": "`monday` for a date, or a date and time",
    'note.contains("flu")': "whether the one text stands in the other",
    'plate.startsWith("B")': "whether it begins with it",
    'plate.endsWith("E")': "whether it ends with it",
    'code.matches("[A-Z]{2}[0-9]+")': "whether a pattern fits a part of it",
}
"""Each function as it is written: those of a text behind the text and a dot."""


def reference_pages() -> dict[str, str]:
    """Every generated page by its path below docs/reference."""
    schema = bot_schema()
    pages = {f"nodes/{name}.md": _type_page(schema, name, owner) for name, owner in NODE_TYPES.items()}
    pages |= {f"slots/{name}.md": _type_page(schema, name, owner) for name, owner in SLOT_TYPES.items()}
    pages |= {f"guardrails/{name}.md": _type_page(schema, name, owner) for name, owner in GUARDRAIL_TYPES.items()}
    pages["tools.md"] = _tools_page(schema)
    pages["routes.md"] = _routes_page(schema)
    pages["speech.md"] = _speech_page(schema)
    pages["findings.md"] = f"{MADE}\n{findings_page()}"
    pages["templates.md"] = _templates_page()
    pages["bot.schema.json"] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return pages


def _type_page(schema: dict[str, Any], name: str, owner: Any) -> str:
    definition = schema["$defs"][owner.__name__]
    lines = [MADE, f"# `{name}`", "", " ".join(definition["description"].split()), "", "```yaml"]
    lines += [owner.example.strip(), "```", "", *_fields(definition, owner)]
    return "\n".join(lines) + "\n"


def _tools_page(schema: dict[str, Any]) -> str:
    """Tools, with the parts of those of type `http`."""
    example = ["```yaml", Tool.example.strip(), "```", ""]
    lines = [MADE, "# Tools", "", _description(schema, Tool), "", *example, *_fields(schema["$defs"]["Tool"], Tool)]
    lines += [
        "",
        "What the addresses, headers and secrets of HTTP tools may be: [HTTP tools](../how-to/http-tools.md).",
    ]
    for name, owner in TOOL_PARTS.items():
        lines += ["", f"## `{name}`", "", _description(schema, owner), ""]
        lines += _fields(schema["$defs"][owner.__name__], owner)
    return "\n".join(lines) + "\n"


def _routes_page(schema: dict[str, Any]) -> str:
    """Routes, with their parts."""
    lines = [MADE, "# Routes", "", _description(schema, Route), "", "```yaml", Route.example.strip(), "```", ""]
    lines += _fields(schema["$defs"]["Route"], Route)
    for name, owner in ROUTE_PARTS.items():
        lines += ["", f"## `{name}`", "", _description(schema, owner), ""]
        lines += _fields(schema["$defs"][owner.__name__], owner)
    return "\n".join(lines) + "\n"


def _speech_page(schema: dict[str, Any]) -> str:
    """What speaks and what hears."""
    lines = [MADE, "# Voice and hearing"]
    for name, owner in SPEECH.items():
        lines += ["", f"## `{name}`", "", _description(schema, owner), "", "```yaml", owner.example.strip(), "```", ""]
        lines += _fields(schema["$defs"][owner.__name__], owner)
    return "\n".join(lines) + "\n"


def _description(schema: dict[str, Any], owner: type) -> str:
    return " ".join(schema["$defs"][owner.__name__]["description"].split())


def _fields(definition: dict[str, Any], owner: Any) -> list[str]:
    """The fields of a class as a table."""
    lines = ["| field | takes | default | |", "|---|---|---|---|"]
    required = definition.get("required", [])
    for field in _in_order(definition, owner):
        entry = definition["properties"][field]
        default = "needed" if field in required else _default(entry)
        lines.append(f"| `{field}` | {_takes(entry)} | {default} | {_cell(entry.get('description', ''))} |")
    return lines


def _in_order(definition: dict[str, Any], owner: Any) -> list[str]:
    """As the class declares them, `type` first, inherited ones last."""
    own = [info.alias or name for name, info in owner.__pydantic_fields__.items() if name in owner.__annotations__]
    inherited = [name for name in definition["properties"] if name not in own]
    first = ["type"] if "type" in definition["properties"] else []
    return [*first, *(name for name in own if name != "type"), *inherited]


def _default(entry: dict[str, Any]) -> str:
    return f"`{json.dumps(entry['default'])}`" if "default" in entry else ""


def _takes(entry: dict[str, Any]) -> str:
    """What a field takes, in words."""
    if "const" in entry:
        return f"`{entry['const']}`"
    if "enum" in entry:
        return ", ".join(f"`{value}`" for value in entry["enum"])
    if "$ref" in entry:
        return f"a map ({entry['$ref'].rsplit('/', 1)[-1].lower()})"
    if "anyOf" in entry:
        kinds = [_takes(option) for option in entry["anyOf"] if option.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    match entry.get("type"):
        case "string":
            if "examples" in entry:
                return f"a text such as {' or '.join(f'`{example}`' for example in entry['examples'])}"
            return "a duration" if "pattern" in entry else "a text"
        case "array":
            return f"a list of: {_takes(entry['items'])}"
        case "object":
            values = entry.get("additionalProperties")
            return f"a map to: {_takes(values)}" if isinstance(values, dict) else "a map"
        case "integer":
            return f"a whole number{_limits(entry)}"
        case "number":
            return f"a number{_limits(entry)}"
        case "boolean":
            return "true or false"
    return "anything"


def _limits(entry: dict[str, Any]) -> str:
    low, high = entry.get("minimum"), entry.get("maximum")
    return f" from {low} to {high}" if low is not None and high is not None else ""


def _cell(text: str) -> str:
    """In a table a bar would begin the next cell."""
    return " ".join(text.split()).replace("|", "\\|")


def _templates_page() -> str:
    lines = [
        MADE,
        "# Templates",
        "",
        "A text may hold `{{ name }}` for a slot, a variable, `now` or `channel`, filters behind a `|`, and",
        "`{% if … %}…{% else %}…{% endif %}`. There are no loops, calls or assignments; a `set` node with",
        "`{expr: …}` works things out. A name that is not declared is an error when the bot is loaded; a name without",
        "a value is an error when the text is spoken, unless `| default(…)` stands behind it; `{% if name %}` and",
        "`{% if name == … %}` do not hold without a value: `Hello{% if first_name %} {{ first_name }}{% endif %}.`",
        "",
        "A whole number is said without a decimal point, yes and no as `yes` and `no`, the key of a choice with spaces",
        "for its underscores. A slot of type `phone`, `postcode`, `address`, `email`, `spelled`, `iban` or",
        "`card_number` is said as a voice reads it well, a card by its last four digits only; in comparisons, filters",
        "and tools it is the value itself. What callers say is only ever a value: it is never read as a template.",
        "",
        "| filter | what it does |",
        "|---|---|",
    ]
    rows = [f"| `{name}` | {_cell(FILTERS[name].__doc__ or '')} |" for name in FILTERS]
    return "\n".join([*lines, *rows, "", *_conditions_part()]) + "\n"


def _conditions_part() -> list[str]:
    """What a condition or expression may call, and how it deals with names without a value."""
    return [
        "## Conditions and expressions",
        "",
        "A condition (`if:`) and an expression (`{expr: …}`, `save:`) are [CEL](https://cel.dev) over the same names,",
        'without braces: `amount > 100 and account == "savings"`. They may call '
        + ", ".join(f"`{name}()`" for name in FUNCTION_NAMES)
        + ":",
        "",
        "| written | what it gives |",
        "|---|---|",
        *(f"| `{written}` | {gives} |" for written, gives in CALLS.items()),
        "",
        "A condition that needs a name without a value does not hold, and neither does its opposite: the next branch",
        "is tried, at last the `else`. So `eta > 0` with an `else` takes that `else` also where nothing gave `eta` a",
        "value, and `bot lint` tells of it ([`slot.unset`](findings.md#slotunset)) until a value is asked for first:",
        "",
        "| to find out | write |",
        "|---|---|",
        "| whether a number, or yes or no, has a value | `eta == eta` |",
        '| whether a text, a choice or a day has one | `size(note) > 0`, or `note != ""` |',
        "| whether it has one, and more | `eta == eta and eta > 0` |",
        "| whether it has none | the `else` of these |",
    ]
