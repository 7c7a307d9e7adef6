"""Documents as services publish them."""

from typing import Any

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
