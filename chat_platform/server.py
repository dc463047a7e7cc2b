"""The server process: binds, announces itself, drains on SIGTERM."""

from __future__ import annotations

import gc
import socket
import sys
from contextlib import AsyncExitStack
from types import FrameType

import uvicorn
from fastapi import FastAPI

from chat_platform.operations.lines import SteadyWebSocket, patient
from chat_platform.settings import Settings

# Longer than the slowest closing handshake that we wait for.
GRACEFUL_S = 5
# How long one thread may keep the interpreter from another, in seconds. The writer's thread comes
# back from SQLite some twenty times for one message; at Python's own 5 ms it waited each time for
# the loop to pause, a tenth of a second for a message when agents were busy.
TURN_S = 0.0005


def bind(settings: Settings) -> socket.socket:
    """A listening socket, so that the port is known, and ours, before anything else starts.

    Raises:
        OSError: when the address is taken or not of this machine.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    if settings.send_buffer_bytes is not None:  # connections inherit it
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, settings.send_buffer_bytes)
    return listening


class Server(uvicorn.Server):
    """uvicorn, with a line on standard output once it accepts, and a polite end.

    It opens and closes the application itself, so that a start that fails raises what was
    wrong instead of logging it.
    """

    def __init__(self, config: uvicorn.Config, app: FastAPI, settings: Settings) -> None:
        super().__init__(config)
        self._app = app
        self._settings = settings
        self._opened = AsyncExitStack()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say where."""
        await self._opened.enter_async_context(self._app.router.lifespan_context(self._app))
        await super().startup(sockets)
        # All that was loaded stays: the collector need not look at it again.
        gc.freeze()
        gc.enable()
        sys.stdout.write(f"Listening on {self._settings.address}\n")
        sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no new connections, let the chat room say goodbye, then stop."""
        for server in self.servers:
            server.close()
        await self._app.state.chat.drain(self._settings.drain_s)
        await super().shutdown(sockets)
        await self._opened.aclose()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop politely on the first signal, at once on the second.

        The signal is not raised again afterwards as uvicorn does: a polite end is a
        success, exit status 0.
        """
        del sig, frame
        self.force_exit = self.should_exit
        self.should_exit = True


def serve(app: FastAPI, settings: Settings, listening: socket.socket) -> None:
    """Serve until a signal comes.

    Args:
        app: The platform.
        settings: With the port that ``listening`` really has.
        listening: From :func:`bind`.

    Raises:
        Unusable: when a setting turns out to be wrong; says which, for the operator.
    """
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=patient(settings.request_within_s),
        ws=SteadyWebSocket,
        lifespan="off",
        log_config=None,
        # Our own line for each request has no query string, in which secrets may stand.
        access_log=False,
        server_header=False,
        # A proxy's word about the client counts only when somebody sets a proxy up.
        proxy_headers=False,
        ws_max_size=settings.max_frame_bytes,
        ws_ping_interval=settings.heartbeat_s,
        ws_ping_timeout=settings.heartbeat_s,
        # Memory: 25 KB an idle socket without it, 58 KB with it.
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=GRACEFUL_S,
    )
    sys.setswitchinterval(TURN_S)
    Server(config, app, settings).run([listening])
