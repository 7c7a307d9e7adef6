"""Documents as services publish them, and small ones for one thing each."""

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

PETS: Map = {
    "openapi": "3.0.4",
    "info": {"title": "Pet Shop API", "version": "1.0"},
    "servers": [{"url": "https://{region}.pets.example/v2/", "variables": {"region": {"default": "eu"}}}],
    "security": [{"petKey": []}],
    "paths": {
        "/pets": {
            "get": {
                "operationId": "listPets",
                "summary": "All pets of the shop",
                "parameters": [
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 20}},
                    {
                        "name": "status",
                        "in": "query",
                        "schema": {"type": "string", "enum": ["free", "sold"]},
                    },
                    {"name": "tags", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
                ],
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}
                            }
                        },
                    }
                },
            },
            "post": {
                "operationId": "addPet",
                "summary": "Take in a pet",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                },
                "responses": {
                    "201": {
                        "description": "ok",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                    }
                },
            },
        },
        "/pets/{petId}": {
            "parameters": [{"name": "petId", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "get": {
                "operationId": "getPet",
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                    },
                    "404": {"description": "no such pet"},
                },
            },
            "delete": {"operationId": "deletePet", "responses": {"204": {"description": "gone"}}},
        },
        "/pets/{petId}/photo": {
            "post": {
                "operationId": "addPhoto",
                "parameters": [{"name": "petId", "in": "path", "required": True, "schema": {"type": "integer"}}],
                "requestBody": {
                    "required": True,
                    "content": {"multipart/form-data": {"schema": {"type": "object"}}},
                },
                "responses": {"200": {"description": "ok"}},
            },
        },
    },
    "components": {
        "securitySchemes": {"petKey": {"type": "apiKey", "in": "header", "name": "X-Pet-Key"}},
        "schemas": {
            "Pet": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "id": {"type": "integer", "format": "int64", "readOnly": True, "example": 10},
                    "name": {"type": "string", "example": "Rex"},
                    "born": {"type": "string", "format": "date"},
                    "category": {
                        "type": "object",
                        "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
                    },
                    "status": {"type": "string", "enum": ["free", "sold"]},
                },
            }
        },
    },
}

BANK: Map = {
    "openapi": "3.1.0",
    "info": {"title": "Riverbank", "version": "2026-01"},
    "servers": [{"url": "https://api.riverbank.example/v1"}, {"url": "https://sandbox.riverbank.example/v1"}],
    "security": [{"oauth": ["accounts:read"]}],
    "paths": {
        "/accounts/{account-id}/balance": {
            "get": {
                "operationId": "getBalance",
                "summary": "The balance of an account",
                "parameters": [
                    {"name": "account-id", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "X-Request-ID", "in": "header", "required": True, "schema": {"type": "string"}},
                    {"name": "session", "in": "cookie", "schema": {"type": "string"}},
                ],
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "properties": {"data": {"$ref": "#/components/schemas/Balance"}},
                                },
                                "example": {"data": {"amount": 1250.5, "currency": "USD", "as-of": "2026-01-05"}},
                            }
                        },
                    },
                    "404": {
                        "description": "no such account",
                        "content": {"application/problem+json": {"schema": {"type": "object"}}},
                    },
                },
            }
        },
        "/transfers": {
            "post": {
                "operationId": "makeTransfer",
                "summary": "Send money",
                "security": [{"signIn": []}, {"oauth": ["transfers:write"]}],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Transfer"}}},
                },
                "responses": {
                    "201": {
                        "description": "ok",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "properties": {
                                        "id": {"type": "string", "format": "uuid"},
                                        "booked_at": {"type": ["string", "null"], "format": "date-time"},
                                    },
                                }
                            }
                        },
                    }
                },
            }
        },
        "/token/revoke": {
            "post": {
                "operationId": "revoke",
                "security": [],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/x-www-form-urlencoded": {
                            "schema": {
                                "type": "object",
                                "required": ["token", "hint"],
                                "properties": {"token": {"type": "string"}, "hint": {"const": "access"}},
                            }
                        }
                    },
                },
                "responses": {"204": {"description": "done"}},
            }
        },
    },
    "components": {
        "securitySchemes": {
            "oauth": {
                "type": "oauth2",
                "flows": {
                    "clientCredentials": {
                        "tokenUrl": "https://api.riverbank.example/v1/oauth/token",
                        "scopes": {"accounts:read": "", "transfers:write": ""},
                    }
                },
            },
            "signIn": {"type": "openIdConnect", "openIdConnectUrl": "https://id.riverbank.example/"},
        },
        "schemas": {
            "Balance": {
                "type": "object",
                "properties": {
                    "amount": {"type": "number"},
                    "currency": {"type": "string"},
                    "as-of": {"type": "string", "format": "date"},
                },
            },
            "Transfer": {
                "allOf": [
                    {"type": "object", "required": ["amount", "to"]},
                    {
                        "properties": {
                            "amount": {"type": "number"},
                            "currency": {"type": "string", "default": "USD"},
                            "to": {
                                "type": "object",
                                "required": ["iban"],
                                "properties": {"iban": {"type": "string"}, "email": {"type": "string"}},
                            },
                            "id": {"type": "string", "readOnly": True},
                            "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                        }
                    },
                ]
            },
        },
    },
}


def large(operations: int) -> Map:
    """Like what GitHub publishes: many operations over large schemas that refer to each other."""
    schemas: Map = {
        f"thing{at}": {
            "title": f"Thing {at}",
            "type": "object",
            "description": "A thing of this service, with all that is known of it. " * 5,
            "required": ["id", "name"],
            "properties": {
                "id": {"type": "integer", "format": "int64", "examples": [at]},
                "node_id": {"type": "string", "example": "MDEwOlJlcG9zaXRvcnkxMjk2MjY5"},
                "name": {"type": "string", "example": f"thing-{at}"},
                "owner": {"$ref": f"#/components/schemas/thing{(at + 1) % operations}"},
                "related": {"type": "array", "items": {"$ref": f"#/components/schemas/thing{(at + 7) % operations}"}},
                "url": {"type": "string", "format": "uri", "example": f"https://example.com/things/{at}"},
                **{f"flag_{number}": {"type": "boolean", "default": False} for number in range(20)},
                "created_at": {"type": ["string", "null"], "format": "date-time"},
            },
        }
        for at in range(operations)
    }
    paths: Map = {}
    for at in range(operations):
        paths[f"/groups/{{group}}/things{at}/{{thing_id}}"] = {
            "patch" if at % 3 else "get": {
                "summary": f"Do something with thing {at}",
                "description": "It does what its name says, and a few things more. " * 20,
                "operationId": f"things/do-{at}",
                "tags": ["things"],
                "parameters": [
                    {"$ref": "#/components/parameters/group"},
                    {"name": "thing_id", "in": "path", "required": True, "schema": {"type": "integer"}},
                    {"$ref": "#/components/parameters/page"},
                ],
                **(
                    {
                        "requestBody": {
                            "required": True,
                            "content": {
                                "application/json": {
                                    "schema": {
                                        "type": "object",
                                        "properties": {"name": {"type": "string"}, "private": {"type": "boolean"}},
                                    }
                                }
                            },
                        }
                    }
                    if at % 3
                    else {}
                ),
                "responses": {
                    "200": {
                        "description": "Response",
                        "content": {
                            "application/json": {"schema": {"$ref": f"#/components/schemas/thing{at}"}},
                        },
                    },
                    "404": {"$ref": "#/components/responses/not_found"},
                },
            }
        }
    return {
        "openapi": "3.0.3",
        "info": {"title": "Things v3 REST API", "version": "1.1.4"},
        "servers": [{"url": "https://api.things.example"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": {
                "group": {"name": "group", "in": "path", "required": True, "schema": {"type": "string"}},
                "page": {"name": "page", "in": "query", "schema": {"type": "integer", "default": 1}},
            },
            "responses": {"not_found": {"description": "There is none"}},
        },
    }


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
