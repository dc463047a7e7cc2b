"""Problems as HTTP answers, all in one shape: ``{"error": {code, message, what_next, field?}}``."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus
from math import ceil
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from chat_platform.contract.errors import ERROR_TEXTS, ErrorCode

log = structlog.get_logger(__name__)

STATUS: dict[ErrorCode, int] = {
    ErrorCode.INVALID_JSON: 400,
    ErrorCode.UNAUTHENTICATED: 401,
    ErrorCode.TOKEN_EXPIRED: 401,
    ErrorCode.WRONG_CREDENTIALS: 401,
    ErrorCode.SECOND_FACTOR_NEEDED: 401,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.WRONG_CODE: 403,
    ErrorCode.WRONG_PASSWORD: 403,
    ErrorCode.LOG_IN_AGAIN: 403,
    ErrorCode.EMAIL_UNVERIFIED: 403,
    ErrorCode.LINK_INVALID: 404,
    ErrorCode.THREAD_NOT_FOUND: 404,
    ErrorCode.ATTACHMENT_NOT_FOUND: 404,
    ErrorCode.ATTACHMENT_TOO_LARGE: 413,
    ErrorCode.ATTACHMENT_REJECTED: 415,
    ErrorCode.SESSION_NOT_FOUND: 404,
    ErrorCode.THREAD_ARCHIVED: 409,
    ErrorCode.LINK_USED: 409,
    ErrorCode.SECOND_FACTOR_ON: 409,
    ErrorCode.LINK_EXPIRED: 410,
    ErrorCode.PLAN_LIMIT_REACHED: 403,
    ErrorCode.SECOND_FACTOR_REQUIRED: 403,
    ErrorCode.USER_NOT_FOUND: 404,
    ErrorCode.LAST_ADMIN: 409,
    ErrorCode.PROVIDER_UNKNOWN: 404,
    ErrorCode.PROVIDER_DENIED: 403,
    ErrorCode.PROVIDER_NOT_ENOUGH: 403,
    ErrorCode.PROVIDER_EMAIL_UNVERIFIED: 403,
    ErrorCode.ACCOUNT_EXISTS: 409,
    ErrorCode.LINKED_ELSEWHERE: 409,
    ErrorCode.IDENTITY_NOT_FOUND: 404,
    ErrorCode.LAST_WAY_IN: 409,
    ErrorCode.FLOW_EXPIRED: 410,
    ErrorCode.PROVIDER_UNTRUSTED: 502,
    ErrorCode.PROVIDER_UNREACHABLE: 503,
    ErrorCode.MESSAGE_TOO_LARGE: 413,
    ErrorCode.MISSING_FIELD: 422,
    ErrorCode.WRONG_FIELD_TYPE: 422,
    ErrorCode.EMPTY_MESSAGE: 422,
    ErrorCode.INVALID_EMAIL: 422,
    ErrorCode.WEAK_PASSWORD: 422,
    ErrorCode.ACCOUNT_LOCKED: 429,
    ErrorCode.RATE_LIMITED: 429,
    ErrorCode.INTERNAL: 500,
    ErrorCode.MAIL_NOT_SENT: 503,
    ErrorCode.STORAGE_UNAVAILABLE: 503,
}

# What the framework says by status alone, in our words.
CODE_OF_STATUS = {400: ErrorCode.INVALID_JSON, 413: ErrorCode.MESSAGE_TOO_LARGE}


class ProblemDetails(BaseModel):
    """What was wrong, where, and what to do."""

    code: str
    message: str
    what_next: str
    field: str | None = None
    retry_after: int | None = Field(None, description="Seconds; also in the header Retry-After")


class ProblemBody(BaseModel):
    """The body of every HTTP answer that tells of a problem."""

    error: ProblemDetails


class Problem(Exception):
    """Raised anywhere in the handling of a request; the user reads it as an error answer.

    Args:
        code: Which problem; its text and HTTP status follow from it.
        field: The field of the request that is wrong.
        retry_after: When it is worth trying again.
        message: Instead of the code's usual sentence.

    Example:
        >>> Problem(ErrorCode.INVALID_EMAIL, field="email").status
        422
    """

    def __init__(
        self,
        code: ErrorCode,
        field: str | None = None,
        *,
        retry_after: timedelta | None = None,
        message: str | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.message = message
        self.retry_after = None if retry_after is None else ceil(retry_after.total_seconds())

    @property
    def status(self) -> int:
        """The HTTP status that goes with the code."""
        return STATUS[self.code]


def install_problem_handlers(app: FastAPI) -> None:
    """Answer every problem of the application, foreseen or not, in the one shape."""

    @app.exception_handler(Problem)
    async def on_problem(request: Request, problem: Problem) -> JSONResponse:
        del request
        return _coded(
            problem.status, problem.code, problem.field, problem.retry_after, problem.message
        )

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, problem: RequestValidationError) -> JSONResponse:
        del request
        code, field = first_fault(problem.errors())
        return _coded(STATUS[code], code, field)

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, problem: HTTPException) -> JSONResponse:
        del request
        if problem.status_code in CODE_OF_STATUS:
            return _coded(problem.status_code, CODE_OF_STATUS[problem.status_code], None)
        if problem.status_code == HTTPStatus.NOT_FOUND:
            text = ("not_found", "There is nothing at this address.", "Check the address.")
        else:
            phrase = HTTPStatus(problem.status_code).phrase
            text = (
                phrase.lower().replace(" ", "_"),
                f"That request was refused: {phrase.lower()}.",
                "See the API document at /openapi.json.",
            )
        return _answer(problem.status_code, *text, headers=problem.headers)

    @app.exception_handler(OperationalError)
    async def on_storage(request: Request, problem: OperationalError) -> JSONResponse:
        log.warning("storage_unavailable", path=request.url.path, exc_info=problem)
        code = ErrorCode.STORAGE_UNAVAILABLE
        return _coded(STATUS[code], code, None)

    @app.exception_handler(Exception)
    async def on_surprise(request: Request, problem: Exception) -> JSONResponse:
        reference = log_surprise(problem, path=request.url.path)
        told = ERROR_TEXTS[ErrorCode.INTERNAL]
        message = f"{told.message} Reference: {reference}."
        return _answer(STATUS[ErrorCode.INTERNAL], ErrorCode.INTERNAL, message, told.what_next)


def log_surprise(problem: BaseException, **where: str) -> str:
    """Log what nobody foresaw; returns the reference that the user may tell support."""
    reference = secrets.token_hex(4)
    log.error("surprise", reference=reference, exc_info=problem, **where)
    return reference


def first_fault(errors: Sequence[Mapping[str, Any]]) -> tuple[ErrorCode, str | None]:
    """The code and the field of the first thing that pydantic found wrong.

    Example:
        >>> first_fault([{"type": "missing", "loc": ("body", "email")}])
        (<ErrorCode.MISSING_FIELD: 'missing_field'>, 'email')
    """
    kind, place = errors[0]["type"], errors[0]["loc"]
    if kind == "json_invalid":
        return ErrorCode.INVALID_JSON, None
    field = ".".join(str(part) for part in place if part != "body") or None
    return (ErrorCode.MISSING_FIELD if kind == "missing" else ErrorCode.WRONG_FIELD_TYPE), field


def _coded(
    status: int,
    code: ErrorCode,
    field: str | None,
    retry_after: int | None = None,
    message: str | None = None,
) -> JSONResponse:
    told = ERROR_TEXTS[code]
    said = message or told.message
    return _answer(status, code, said, told.what_next, field=field, retry_after=retry_after)


def _answer(
    status: int,
    code: str,
    message: str,
    what_next: str,
    *,
    field: str | None = None,
    retry_after: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    details = ProblemDetails(
        code=code, message=message, what_next=what_next, field=field, retry_after=retry_after
    )
    body = ProblemBody(error=details).model_dump(exclude_none=True)
    later = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return JSONResponse(body, status, headers={**later, **(headers or {})})
