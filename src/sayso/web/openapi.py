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
from sayso.web.operation import AT, KEY, PATH, Operation
from sayso.web.problems import MEDIA_TYPE
from sayso.web.recording import DECISIONS
from sayso.web.shapes import OutcomeShown, Problem

_REF = "#/components/schemas/{model}"
#: What any request may be refused with, and what a request is refused with by what it takes.
_ALWAYS, _CLOSED, _SENT, _CHANGES = (400, 408, 413, 429, 500, 503), (401, 403, 404), (415, 422), (409,)
#: What comes with a problem beside its body.
_WITH = {401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}


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
            "responses": {str(status): _problem(status) for status in sorted({*_ALWAYS, *_CLOSED, *_SENT, *_CHANGES})},
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
    parameters += [_parameter(name, "query", pattern) for name, pattern in operation.query.items()]
    if operation.repeatable:
        parameters.append(_parameter("Idempotency-Key", "header", KEY))
    body = {"requestBody": {"required": True, "content": {"application/json": {"schema": _ref(operation.body)}}}}
    return {
        "operationId": operation.does.__module__.rpartition(".")[2] + "." + operation.does.__name__,
        "summary": operation.summary,
        **({"parameters": parameters} if parameters else {}),
        **(body if operation.body else {}),
        "responses": {str(operation.status): answer, **_problems(operation)},
        "security": _security(operation.roles),
    }


def _stream() -> dict[str, Any]:
    text = (
        "Server-sent events named `outcome`: at once how every feature stands, then each change; `data` is an"
        " `OutcomeShown` with `at` and `seq`, the number of facts that it rests on. And events named `removal`: at once"
        " all that were ever ordered, then each as it is ordered; `data` is a `RemovalShown`. Send `Last-Event-ID` to"
        " be told only what changed and was ordered since. A line comes at least every two seconds; where none does, or"
        " the stream ends, capture nothing until it is back."
    )
    last = _parameter("Last-Event-ID", "header", "^[0-9]{1,17}-[0-9]{1,18}$")
    return {
        "operationId": "recording.decisions",
        "summary": "Who may be captured, told as it changes",
        "description": text,
        "parameters": [*_parameters(DECISIONS), last],
        "responses": {
            "200": {"description": "OK", "content": {"text/event-stream": {"schema": {"type": "string"}}}},
            **_refs(*_ALWAYS, *_CLOSED),
        },
        "security": _security(frozenset({Role.RECORD})),
    }


def _parameters(path: str) -> list[dict[str, Any]]:
    return [{**_parameter(name, "path", PATH[name]), "required": True} for name in re.findall(r"{(\w+)}", path)]


def _parameter(name: str, where: str, pattern: str) -> dict[str, Any]:
    dated = {"format": "date-time"} if name in AT else {}
    return {"name": name, "in": where, "schema": {"type": "string", "pattern": pattern, **dated}}


def _problems(operation: Operation) -> dict[str, Any]:
    by_role, by_body = _CLOSED if operation.roles else (403,), _SENT if operation.body else ()
    changes = (*_CHANGES, 422) if operation.method == "POST" else ()
    return _refs(*_ALWAYS, *by_role, *by_body, *changes)


def _refs(*statuses: int) -> dict[str, Any]:
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(set(statuses))}


def _problem(status: int) -> dict[str, Any]:
    headers = {_WITH[status]: {"required": True, "schema": {"type": "string"}}} if status in _WITH else {}
    return {
        "description": HTTPStatus(status).phrase,
        **({"headers": headers} if headers else {}),
        "content": {MEDIA_TYPE: {"schema": _ref(Problem)}},
    }


def _security(roles: frozenset[Role]) -> list[dict[str, list[str]]]:
    """Any one of these is enough; each names what its token, or its link, is for."""
    by_token = [{"token": [str(role)]} for role in sorted(roles - {Role.PERSON})]
    return by_token + [{"link": [str(role)]} for role in sorted(roles & {Role.PERSON, Role.HOST})]


def _ref(shape: type[BaseModel] | None) -> dict[str, str]:
    return {"$ref": _REF.format(model=shape.__name__)} if shape else {}
