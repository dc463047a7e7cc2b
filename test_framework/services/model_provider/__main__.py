"""The provider alone: ``python -m test_framework.services.model_provider --port 0``.

Prints one line when it is ready. The secret of its control side is in the environment variable
``MODEL_PROVIDER_SECRET``.
"""

from __future__ import annotations

import argparse
import os
import secrets
import socket
import sys

import uvicorn

from test_framework.services.model_provider.application import create_application
from test_framework.wire.tcp import LOOPBACK


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(prog="python -m test_framework.services.model_provider")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free one")
    options = parser.parse_args()
    secret = os.environ.get("MODEL_PROVIDER_SECRET") or secrets.token_urlsafe(32)
    with socket.create_server((LOOPBACK, options.port)) as listener:
        sys.stdout.write(f"Model provider on http://{LOOPBACK}:{listener.getsockname()[1]}\n")
        sys.stdout.flush()
        # A stream that stalls on purpose never ends by itself.
        config = uvicorn.Config(
            create_application(secret), log_level="critical", timeout_graceful_shutdown=1
        )
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
