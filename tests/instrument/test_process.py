import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from test_framework.services.process import ServerProcess, ServiceFailed
from test_framework.waiting import wait_until

SERVER = """
import os, signal, socket, sys, time
signal.signal(signal.SIGTERM, lambda *_: (print("goodbye"), sys.exit(0)))
port = int(os.environ.get("PORT", 0))
server = socket.create_server(("127.0.0.1", port))
print("starting", os.environ.get("GREETING", ""), file=sys.stderr)
print(f"Listening on http://127.0.0.1:{server.getsockname()[1]}")
while True:
    time.sleep(1)
"""
READY = r"Listening on (?P<url>http://\S+)"


@pytest.fixture
def servers() -> Iterator[list[ServerProcess]]:
    made: list[ServerProcess] = []
    yield made
    for server in made:
        server.kill()


def server(servers: list[ServerProcess], folder: Path, code: str, **options: Any) -> ServerProcess:
    servers.append(
        ServerProcess(
            [sys.executable, "-c", code],
            log_path=folder / "server.log",
            ready_line_pattern=READY,
            **options,
        )
    )
    return servers[-1]


def test_it_starts_says_where_and_stops(servers: list[ServerProcess], tmp_path: Path) -> None:
    process = server(servers, tmp_path, SERVER, env={"GREETING": "hello"})
    assert process.start()["url"].startswith("http://127.0.0.1:")
    assert process.running
    assert process.stop() == 0
    assert not process.running
    lines = process.log_excerpt().splitlines()
    assert lines[0] == "starting hello"
    assert lines[-1] == "goodbye"
    assert process.log_excerpt(1) == "goodbye"


def test_a_restart_is_a_new_process_in_the_same_log(
    servers: list[ServerProcess], tmp_path: Path
) -> None:
    process = server(servers, tmp_path, SERVER)
    process.start()
    before = process.pid
    process.restart()
    assert process.pid != before
    process.stop()
    assert process.log_excerpt().count("goodbye") == 2


def test_what_ends_early_shows_the_end_of_its_log(
    servers: list[ServerProcess], tmp_path: Path
) -> None:
    code = "print('reading settings'); raise SystemExit('CHAT_PORT must be a number')"
    with pytest.raises(ServiceFailed, match="exit status 1 before it was ready") as caught:
        server(servers, tmp_path, code).start()
    assert "reading settings\nCHAT_PORT must be a number" in str(caught.value)


def test_what_is_not_ready_in_time_is_ended(servers: list[ServerProcess], tmp_path: Path) -> None:
    code = "import time; print('thinking'); time.sleep(60)"
    process = server(servers, tmp_path, code, start_timeout=0.5)
    with pytest.raises(ServiceFailed, match="not ready within") as caught:
        process.start()
    assert "thinking" in str(caught.value)
    assert not process.running


def test_a_missing_program_is_a_sentence(tmp_path: Path) -> None:
    process = ServerProcess(
        ["no-such-program"], log_path=tmp_path / "log", ready_line_pattern="ready"
    )
    with pytest.raises(ServiceFailed, match="no-such-program could not be started"):
        process.start()
    assert process.stop() is None


def test_what_does_not_stop_is_killed_and_named(
    servers: list[ServerProcess], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("test_framework.services.process.STOP_WITHIN_S", 0.3)
    stubborn = SERVER.replace('(print("goodbye"), sys.exit(0))', "None")
    process = server(servers, tmp_path, stubborn)
    process.start()
    with pytest.raises(ServiceFailed, match="did not end within"):
        process.stop()
    assert not process.running


def test_a_kill_takes_what_it_started_along(servers: list[ServerProcess], tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(f'Listening on http://child/{child.pid}', flush=True)\n"
        "time.sleep(60)\n"
    )
    process = server(servers, tmp_path, code)
    child = int(process.start()["url"].rsplit("/", 1)[1])
    assert process.kill() == -signal.SIGKILL
    wait_until(lambda: not _alive(child), awaiting="the end of the child", within=5)


def test_starting_twice_is_refused(servers: list[ServerProcess], tmp_path: Path) -> None:
    process = server(servers, tmp_path, SERVER)
    process.start()
    with pytest.raises(ServiceFailed, match="running already"):
        process.start()


def test_much_output_neither_blocks_it_nor_is_lost(
    servers: list[ServerProcess], tmp_path: Path
) -> None:
    talk = "for n in range(20000):\n    print(n)\nprint('aaa')\nwhile True:"
    code = SERVER.replace("while True:", talk)
    process = server(servers, tmp_path, code)
    process.start()
    wait_until(lambda: "aaa" in process.log_excerpt(1), awaiting="the last line", within=10)
    process.stop()
    assert len(process.log_path.read_text().splitlines()) == 20004


def _alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
