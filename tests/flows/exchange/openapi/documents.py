"""Small documents for one thing each, and what becomes of them."""

import copy
from typing import Any

from jinja2 import nodes

from flows.definition.tool_request import texts_below
from flows.exchange.openapi.checked import as_yaml
from flows.exchange.openapi.importer import Imported, import_openapi
from flows.expressions.templates import read_template
from flows.findings import Finding
from flows.loader.load import load_text

HEAD = "voxloom: 1\nbot: small\nstart: main\nflows: {main: {nodes: {a: {type: say, say: Hi., next: end}}}}\n"
Map = dict[str, Any]


def document(paths: Map, **more: Any) -> Map:
    """A small document."""
    servers = [{"url": "https://shop.example/api"}]
    return {"openapi": "3.1.0", "info": {"title": "Shop"}, "servers": servers, "paths": paths, **copy.deepcopy(more)}


def operation(**fields: Any) -> Map:
    """A document with the operation `GET /things`; another one by `method` and `path`."""
    method, path, own = fields.pop("method", "get"), fields.pop("path", "/things"), fields.pop("document", {})
    return document({path: {method: {"operationId": "doIt", **fields}}}, **own)


def sending(schema: Any, kind: str = "application/json", **more: Any) -> Map:
    """A document with an operation that sends something."""
    body = {"required": True, "content": {kind: {"schema": schema}}, **more}
    return operation(method="post", requestBody=body)


def answering(schema: Any, kind: str = "application/json", status: str = "200", **media: Any) -> Map:
    """A document with an operation that is answered by something."""
    return operation(responses={status: {"content": {kind: {"schema": schema, **media}}}})


def only_tool(made: Map, **options: Any) -> Map:
    """The tool of the one operation; nothing keeps a bot with it from running."""
    imported = import_openapi(made, **options)
    assert findings_of(imported) == []
    (tool,) = imported.tools.values()
    return dict(tool)


def told(made: Map, **options: Any) -> list[str]:
    """What was left out, a line each."""
    return [one.as_text() for one in import_openapi(made, **options).left_out]


def only_ours(imported: Imported) -> bool:
    """Whether the templates of the tools are names of their arguments and `env.NAME` alone."""
    for tool in imported.tools.values():
        known = tool.get("arguments", {})
        request, oauth2 = tool["request"], tool.get("auth", {}).get("oauth2", {})
        texts = [text for _, text in texts_below(request)] + [text for _, text in texts_below(oauth2)]
        for part in (
            part for text in texts if "{" in text for output in read_template(text).body for part in _parts(output)
        ):
            is_argument = isinstance(part, nodes.Name) and part.name in known
            is_given = isinstance(part, nodes.Getattr) and isinstance(part.node, nodes.Name) and part.node.name == "env"
            if not is_argument and not (is_given and part.attr in imported.base):
                return False
    return True


def _parts(output: nodes.Node) -> list[nodes.Node]:
    """What of a template is no plain text."""
    if not isinstance(output, nodes.Output):
        return [output]
    return [part for part in output.nodes if not isinstance(part, nodes.TemplateData)]


def findings_of(imported: Imported) -> list[Finding]:
    """What the checks find in a small bot with the tools."""
    found = []
    names = list(imported.tools)
    for at in range(0, len(names), 20):
        loaded = load_text(HEAD + as_yaml({name: imported.tools[name] for name in names[at : at + 20]}))
        found += loaded.findings
        assert loaded.bot is not None, loaded.findings
        assert set(loaded.bot.tools) == set(names[at : at + 20])
    return found
