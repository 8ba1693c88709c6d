"""Errors as people and programs get them: problem details (RFC 9457), mapped here and nowhere else."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sayso.errors import (
    ConsentError,
    LoginError,
    NotThereError,
    SaysoError,
    UnreachableProviderError,
    UnreachableStoreError,
)
from sayso.safe import one_line

MEDIA_TYPE = "application/problem+json"
#: What stands where in a request, where that can be told without telling what was said.
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_. -]{0,63}")
_log = logging.getLogger("sayso.web")


class ProblemError(Exception):
    """A request that is refused: its status, and one line that says why and what to do.

    `text`: what pages say instead in the reader's language, where they have more than the status to go by.
    """

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None, text: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.text = status, detail, headers or {}, text


def not_there() -> ProblemError:
    """What is not there, and what the one who asks may not see: the same, to the letter."""
    return ProblemError(404, "this address: there is nothing here for you; use the link that you were given")


def dead_link() -> ProblemError:
    """A link that is none of the desk's, or not any more."""
    detail = "this link: is cut, or has expired; ask whoever runs the desk for another"
    return ProblemError(403, detail, text="error.dead_link")


def opened_link() -> ProblemError:
    """A link that somebody else has opened."""
    detail = "this link: was opened before, and opens once; ask whoever runs the desk for another"
    return ProblemError(403, detail, text="error.opened_link")


def linked_already() -> ProblemError:
    """A second link that a host wants to make for somebody."""
    detail = "this person: was given a link already; an administrator, or the meeting's connector, gives another"
    return ProblemError(409, detail, text="error.linked")


def who_are_you() -> ProblemError:
    """Whoever shows nothing, or nothing that opens anything."""
    detail = "who asks: is not known, or no longer; use your link, or a token in `Authorization: Bearer`"
    return ProblemError(401, detail, {"WWW-Authenticate": "Bearer"})


def problem(status: int, detail: str, headers: dict[str, str] | None = None, **more: Any) -> JSONResponse:
    """A problem as a response."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": one_line(detail)}
    return JSONResponse({**body, **more}, status, headers, MEDIA_TYPE)


def answer_to(_request: Request, error: Exception) -> Response:
    """The response to anything that went wrong."""
    match error:
        case ProblemError():
            return problem(error.status, error.detail, error.headers)
        case ValidationError():
            return problem(422, "this request: is not what is asked for here; see `errors`", errors=_places(error))
        case NotThereError():
            return problem(404, str(error))
        case UnreachableStoreError():
            return problem(503, str(error), {"Retry-After": "1"})
        case ConsentError():
            return problem(409, str(error))
        case UnreachableProviderError():
            return problem(502, str(error))
        case LoginError():
            return problem(403, str(error))
        case SaysoError():
            return problem(422, str(error))
        case HTTPException(status_code=404):
            return answer_to(_request, not_there())
        case HTTPException():
            phrase = HTTPStatus(error.status_code).phrase.lower()
            return problem(error.status_code, f"this address: {phrase}", dict(error.headers or {}))
    # An unknown error may quote what people wrote: the log gets where it happened, and not what it said.
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "nowhere"
    shown = error if os.environ.get("SAYSO_DEBUG") else None
    _log.error("%s at %s", type(error).__name__, where, exc_info=shown)
    return problem(500, "the desk: failed, and nothing was changed; try again, and tell whoever runs it")


def _places(error: ValidationError) -> Sequence[dict[str, str]]:
    """Where a request is wrong, and how; never what it said."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return [{"at": _at(e["loc"]), "cause": one_line(e["msg"])[:200]} for e in found[:20]]


def _at(place: tuple[int | str, ...]) -> str:
    return "/" + "/".join(part if _PLAIN.fullmatch(part) else "?" for part in map(str, place))
