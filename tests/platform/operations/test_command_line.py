"""How an operator meets the platform."""

from __future__ import annotations

import os
import re
import socket
import stat
import subprocess
import sys

import pytest

from chat_platform.settings import Settings, prepare_folder


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "chat_platform", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def refusal(*arguments, **environment):
    ended = run(*arguments, **environment)
    assert ended.returncode == 2, ended
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    return ended.stderr.strip()


def test_help_explains_commands_and_every_setting():
    told = run("--help")
    assert told.returncode == 0
    for word in ("serve", "documents", *(f"CHAT_{name.upper()}" for name in Settings.model_fields)):
        assert word in told.stdout
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"CHAT_PORT": "many"}, "CHAT_PORT"),
        ({"CHAT_PORT": "70000"}, "CHAT_PORT"),
        ({"CHAT_PUBLIC_URL": "chat.example.com"}, "CHAT_PUBLIC_URL"),
        ({"CHAT_SECRET_KEY": "short"}, "at least 32"),
        ({"CHAT_DATA_DIR": "/dev/null/data"}, "/dev/null/data"),
    ],
)
def test_a_wrong_setting_is_refused_in_one_sentence(environment, words):
    told = refusal("serve", **environment)
    assert words in told
    assert len(told.splitlines()) == 1


def test_settings_found_wrong_while_starting_are_told_alike(tmp_path):
    wrong = {"CHAT_AGENT_MODEL": "nobody:nothing", "CHAT_PORT": "0"}
    told = refusal("serve", "--data-dir", str(tmp_path), **wrong)
    assert "CHAT_AGENT_MODEL" in told
    assert len(told.splitlines()) == 1


def test_a_taken_port_is_named(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = refusal("serve", "--port", port, "--data-dir", str(tmp_path))
    assert f"127.0.0.1:{port}" in told
    assert "--port" in told


def test_an_unknown_option_or_command_is_refused():
    assert "--nonsense" in refusal("serve", "--nonsense")
    assert "dance" in refusal("dance")


def test_it_says_where_it_listens_on_a_line_of_its_own(running):
    first = running.log.splitlines()[0]
    assert re.fullmatch(r"Listening on http://127\.0\.0\.1:\d+", first)


def test_the_secret_key_is_made_once_and_for_the_owner_only(tmp_path):
    first = prepare_folder(Settings(data_dir=tmp_path / "new" / "folder"))
    again = prepare_folder(Settings(data_dir=tmp_path / "new" / "folder"))
    key = first.secret_key.get_secret_value()
    assert len(key) >= 32
    assert key == again.secret_key.get_secret_value()
    assert key != prepare_folder(Settings(data_dir=tmp_path)).secret_key.get_secret_value()
    mode = (tmp_path / "new" / "folder" / "secret.key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    assert key not in repr(first)


def test_settings_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("CHAT_ALLOWED_ORIGINS", "https://a.example, https://b.example")
    monkeypatch.setenv("CHAT_PORT", "0")
    settings = Settings()
    assert settings.allowed_origins == ("https://a.example", "https://b.example")
    assert settings.port == 0
    assert settings.host == "127.0.0.1"


def test_a_role_is_granted_to_who_has_an_account(ada):
    folder = str(ada.running.folder / "data")
    done = run("grant", ada.email.upper(), "--role", "manager", "--data-dir", folder)
    assert done.returncode == 0, done.stderr
    assert "manager" in done.stdout
    assert ada.http.get("/api/me").json()["role"] == "manager"


def test_granting_a_role_to_nobody_is_refused(tmp_path):
    told = refusal("grant", "nobody@engine.example", "--role", "admin", "--data-dir", str(tmp_path))
    assert "There is no such person" in told
    assert "chief" in refusal("grant", "nobody@engine.example", "--role", "chief")


def test_an_administrator_without_an_address_is_refused(tmp_path):
    told = refusal("serve", "--data-dir", str(tmp_path), CHAT_ADMINS="margaret", CHAT_PORT="0")
    assert "CHAT_ADMINS" in told
