"""The identity provider alone: ``python -m test_framework.services.identity_provider --port 0``.

Prints one line when it is ready. The secret of its control side is in the environment variable
``IDENTITY_PROVIDER_SECRET``.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys

from werkzeug.serving import make_server

from test_framework.services.identity_provider.application import create_application
from test_framework.wire.tcp import LOOPBACK

# By another name than the platform's: for a browser the two are then different sites, as in life.
HOST = "localhost"


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(prog="python -m test_framework.services.identity_provider")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free one")
    options = parser.parse_args()
    server = make_server(LOOPBACK, options.port, lambda *_: [], threaded=True)
    url = f"http://{HOST}:{server.server_port}"
    secret = os.environ.get("IDENTITY_PROVIDER_SECRET") or secrets.token_urlsafe(32)
    server.app = create_application(url, secret)
    sys.stdout.write(f"Identity provider on {url}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
