"""The description of the API (OpenAPI 3.1), made from the declarations that requests are held against."""

from __future__ import annotations

import re
from collections.abc import Sequence
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from sayso.web.caller import Role
from sayso.web.operation import KEY, PATH, QUERY, Operation
from sayso.web.problems import MEDIA_TYPE
from sayso.web.recording import DECISIONS
from sayso.web.shapes import OutcomeShown, Problem

_REF = "#/components/schemas/{model}"


def description(operations: Sequence[Operation]) -> dict[str, Any]:
    """The whole description."""
    shapes = {shape for o in operations for shape in (o.body, o.answer) if shape} | {Problem, OutcomeShown}
    modes: list[tuple[Any, Any]] = [(s, "validation") for s in sorted(shapes, key=lambda s: s.__name__)]
    _, schemas = models_json_schema(modes, ref_template=_REF)
    paths: dict[str, Any] = {}
    for operation in operations:
        paths.setdefault("/api/v1" + operation.path, {})[operation.method.lower()] = _operation(operation)
    paths["/api/v1" + DECISIONS] = {"get": _stream()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "sayso consent desk",
            "version": version("sayso"),
            "summary": "Ask, refuse and stay, withdraw, prove",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "An API token: `sayso token new`."},
                "link": {
                    "type": "apiKey", "in": "cookie", "name": "sayso-SPACE-PERSON",
                    "description": "What a person's link is exchanged for at `/api/v1/sessions`.",
                },
            },
        },
    }  # fmt: skip


def _operation(operation: Operation) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": HTTPStatus(operation.status).phrase}
    if operation.answer:
        answer["content"] = {"application/json": {"schema": _ref(operation.answer)}}
    parameters = _parameters(operation.path)
    if operation.paged:
        parameters += [_parameter(name, "query", pattern) for name, pattern in QUERY.items()]
    if operation.repeatable:
        parameters.append(_parameter("Idempotency-Key", "header", KEY))
    body = {"requestBody": {"required": True, "content": {"application/json": {"schema": _ref(operation.body)}}}}
    return {
        "operationId": operation.does.__module__.rpartition(".")[2] + "." + operation.does.__name__,
        "summary": operation.summary,
        **({"parameters": parameters} if parameters else {}),
        **(body if operation.body else {}),
        "responses": {str(operation.status): answer, "default": _problem()},
        "security": _security(operation.roles),
    }


def _stream() -> dict[str, Any]:
    text = (
        "Server-sent events named `outcome`: at once how every feature stands, then each change; `data` is an"
        " `OutcomeShown` with `at`. Send `Last-Event-ID` to be told only what changed since. A line comes at"
        " least every ten seconds; where none does, or the stream ends, capture nothing until it is back."
    )
    last = _parameter("Last-Event-ID", "header", "^[0-9]{1,18}-[0-9]{1,18}$")
    return {
        "operationId": "recording.decisions",
        "summary": "Who may be captured, told as it changes",
        "description": text,
        "parameters": [*_parameters(DECISIONS), last],
        "responses": {
            "200": {"description": "OK", "content": {"text/event-stream": {"schema": {"type": "string"}}}},
            "default": _problem(),
        },
        "security": [{"token": []}],
    }


def _parameters(path: str) -> list[dict[str, Any]]:
    return [{**_parameter(name, "path", PATH[name]), "required": True} for name in re.findall(r"{(\w+)}", path)]


def _parameter(name: str, where: str, pattern: str) -> dict[str, Any]:
    return {"name": name, "in": where, "schema": {"type": "string", "pattern": pattern}}


def _problem() -> dict[str, Any]:
    return {"description": "A problem (RFC 9457)", "content": {MEDIA_TYPE: {"schema": _ref(Problem)}}}


def _security(roles: frozenset[Role]) -> list[dict[str, list[str]]]:
    if not roles:
        return []
    by_token: list[dict[str, list[str]]] = [{"token": []}] if roles - {Role.PERSON} else []
    by_link: list[dict[str, list[str]]] = [{"link": []}] if roles & {Role.PERSON, Role.HOST} else []
    return by_token + by_link


def _ref(shape: type[BaseModel] | None) -> dict[str, str]:
    return {"$ref": _REF.format(model=shape.__name__)} if shape else {}
