"""The small platform's HTTP side and its socket, around the real pages."""

import asyncio
import json
from typing import Any

from fastapi import FastAPI, Request, Response, WebSocket, WebSocketDisconnect
from fastapi.responses import JSONResponse

from chat_platform.contract.errors import ERROR_TEXTS, ErrorCode
from chat_platform.web import mount_pages

from .small_platform import SmallPlatform

PROTOCOL = "chat-is-king.v1"
CSP = (
    "default-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
USER = {
    "id": "u1",
    "name": "Ada Lovelace",
    "email": "ada@engine.example",
    "plan": "free",
    "role": "member",
}
SESSION = {"access_token": "secret", "token_type": "Bearer", "expires_in": 900, "user": USER}


def build(platform: SmallPlatform) -> FastAPI:
    """The application around it, under the strictest content policy."""
    app = FastAPI()
    mount_pages(app)
    add_accounts(app)
    add_session(app, platform)
    add_devices(app, platform)
    add_second_factor(app, platform)
    add_own_account(app, platform)
    add_mailed_links(app)
    add_socket(app, platform)

    @app.middleware("http")
    async def strict(request: Request, call_next: Any) -> Response:
        response: Response = await call_next(request)
        response.headers["Content-Security-Policy"] = CSP
        return response

    return app


def problem(status: int, code: ErrorCode, name: str | None = None) -> JSONResponse:
    """A refusal as the platform words it."""
    text = ERROR_TEXTS[code]
    told = {"code": code, "message": text.message, "what_next": text.what_next, "field": name}
    return JSONResponse({"error": told}, status)


def add_accounts(app: FastAPI) -> None:
    """Sign-up and verification."""

    @app.post("/api/accounts", status_code=202)
    async def sign_up(body: dict[str, str]) -> Any:
        if len(body["password"]) < 12:
            return problem(422, ErrorCode.WEAK_PASSWORD, "password")
        return {"message": "Sent."}

    @app.post("/api/accounts/verification")
    async def verify(body: dict[str, str]) -> Any:
        return answer_to_link(body["token"])

    @app.post("/api/accounts/password-reset", status_code=202)
    async def ask_for_reset(body: dict[str, str]) -> Any:
        return {"message": f"A mail is on its way to {body['email']}."}

    @app.post("/api/accounts/verification/resend", status_code=202)
    async def send_again(body: dict[str, str]) -> Any:
        return {"message": f"A mail is on its way to {body['email']}."}

    @app.post("/api/accounts/unlock")
    async def unlock(body: dict[str, str]) -> Any:
        return answer_to_link(body["token"])

    @app.post("/api/accounts/password")
    async def set_password(body: dict[str, str]) -> Any:
        if len(body["password"]) < 12:
            return problem(422, ErrorCode.WEAK_PASSWORD, "password")
        return answer_to_link(body["token"])


def answer_to_link(token: str) -> Any:
    """What the platform says to the token of a link, by its name."""
    if token == "good":
        return {"message": "Done."}
    if token == "used":
        return problem(409, ErrorCode.LINK_USED)
    return problem(404, ErrorCode.LINK_INVALID)


def add_session(app: FastAPI, platform: SmallPlatform) -> None:
    """Log-in, renewal, log-out, tickets."""

    @app.post("/api/auth/login")
    async def log_in(body: dict[str, str]) -> Any:
        if body["password"] == "unconfirmed":
            return problem(403, ErrorCode.EMAIL_UNVERIFIED)
        if body["password"] == "with a code":
            return answer_to_code(body["code"]) or SESSION
        if body["password"] != "right":
            return problem(401, ErrorCode.WRONG_CREDENTIALS)
        platform.logged_in = True
        return SESSION

    @app.post("/api/auth/refresh")
    async def refresh() -> Any:
        platform.refreshes += 1
        return SESSION if platform.logged_in else problem(401, ErrorCode.UNAUTHENTICATED)

    @app.post("/api/auth/logout", status_code=204)
    async def log_out() -> None:
        platform.logged_in = False

    @app.post("/api/chat/tickets")
    async def ticket(request: Request) -> Any:
        if request.headers.get("authorization") != "Bearer secret":
            return problem(401, ErrorCode.UNAUTHENTICATED)
        platform.tickets += 1
        return {"ticket": f"k{platform.tickets}", "expires_in": 30}


def add_devices(app: FastAPI, platform: SmallPlatform) -> None:
    """The list of devices; the first is the one at hand."""
    when = "2026-09-14T10:15:00Z"

    @app.get("/api/billing/invoice")
    async def invoice() -> Any:
        return {"month": "2026-02", "total": "0.00"}

    @app.get("/api/billing/credit")
    async def credit() -> Any:
        return {"plan": "free", "included": None}

    @app.get("/api/sessions")
    async def sessions() -> Any:
        times = {"logged_in_at": when, "last_used_at": when}
        return [
            {"id": key, "device": name, "current": number == 0, **times}
            for number, (key, name) in enumerate(platform.devices.items())
        ]

    @app.get("/api/auth/oauth/ways")
    async def ways() -> Any:
        return {"password": True, "linked": [], "offered": []}

    @app.delete("/api/sessions", status_code=204, response_model=None)
    async def log_out_others() -> Any:
        if not platform.logged_in:
            return problem(401, ErrorCode.UNAUTHENTICATED)
        platform.devices = dict([next(iter(platform.devices.items()))])
        return None

    @app.delete("/api/sessions/{key}", status_code=204, response_model=None)
    async def log_out_one(key: str) -> Any:
        if platform.devices.pop(key, None) is None:
            return problem(404, ErrorCode.SESSION_NOT_FOUND)
        return None


def answer_to_code(code: str) -> JSONResponse | None:
    """What the platform says to a code; nothing against the right one."""
    if not code:
        return problem(401, ErrorCode.SECOND_FACTOR_NEEDED, "code")
    return None if code == "123456" else problem(403, ErrorCode.WRONG_CODE, "code")


def add_second_factor(app: FastAPI, platform: SmallPlatform) -> None:
    """Setting up, switching on and off."""
    path, image = "/api/second-factor", "data:image/svg+xml;charset=utf-8,"
    drawing = "%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"

    @app.get(path)
    async def state() -> Any:
        return {"on": platform.second_factor, "backup_codes_left": 2}

    @app.post(path)
    async def set_up(body: dict[str, str]) -> Any:
        if body["password"] != "right":
            return problem(403, ErrorCode.WRONG_PASSWORD, "password")
        return {"secret": "JBSWY3DP", "uri": "otpauth://totp/x", "qr_code": image + drawing}

    @app.post(f"{path}/confirmation")
    async def switch_on(body: dict[str, str]) -> Any:
        refused = answer_to_code(body["code"])
        platform.second_factor = refused is None
        return refused or {"backup_codes": ["AAAA-BBBB", "CCCC-DDDD"]}

    @app.delete(path, status_code=204)
    async def switch_off() -> None:
        platform.second_factor = False


def add_own_account(app: FastAPI, platform: SmallPlatform) -> None:
    """Another address, and leaving."""

    def refusal(body: dict[str, str]) -> JSONResponse | None:
        if body["password"] != "right":
            return problem(403, ErrorCode.WRONG_PASSWORD, "password")
        return answer_to_code(body["code"]) if platform.second_factor else None

    @app.get("/api/me/step-up")
    async def step_up() -> Any:
        return {"password": platform.password, "code": platform.second_factor}

    @app.post("/api/me/address", status_code=202)
    async def ask_for_address(body: dict[str, str]) -> Any:
        return refusal(body) or {"message": f"We sent a mail to {body['email']}."}

    @app.delete("/api/me")
    async def leave(body: dict[str, str]) -> Any:
        if not platform.password:
            return {"message": "We sent a mail.", "deleted": False}
        return refusal(body) or {"message": "Deleted.", "deleted": True}

    @app.post("/api/accounts/address")
    @app.post("/api/accounts/address/undo")
    @app.post("/api/accounts/deletion")
    async def follow(body: dict[str, str]) -> Any:
        return answer_to_link(body["token"])


def add_mailed_links(app: FastAPI) -> None:
    """Links to log in."""

    @app.post("/api/auth/mailed-link", status_code=202)
    async def ask_for_link(body: dict[str, str]) -> Any:
        if not body["email"]:
            return problem(422, ErrorCode.INVALID_EMAIL, "email")
        return {"message": f"A mail is on its way to {body['email']}."}

    @app.post("/api/auth/mailed-link/login")
    async def come_in(body: dict[str, str]) -> Any:
        if body["token"] == "with a code":
            return answer_to_code(body["code"]) or SESSION
        return SESSION if body["token"] == "good" else answer_to_link(body["token"])


def add_socket(app: FastAPI, platform: SmallPlatform) -> None:
    """The chat."""

    @app.websocket("/ws")
    async def chat(socket: WebSocket) -> None:
        platform.loop = asyncio.get_running_loop()
        assert socket.scope["subprotocols"] == [PROTOCOL, f"ticket.k{platform.tickets}"]
        await socket.accept(subprotocol=PROTOCOL)
        platform.connections += 1
        platform.sockets.add(socket)
        try:
            while True:
                await platform.answer(socket, json.loads(await socket.receive_text()))
        except (WebSocketDisconnect, RuntimeError):  # closed by the browser, or by a fault
            platform.sockets.discard(socket)
