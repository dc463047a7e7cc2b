"""Where one is logged in, and ending it from afar."""

from __future__ import annotations

import pytest
from platform_kit.person import Person, code

from chat_platform.accounts.devices import UNKNOWN, name_of
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem

from .conftest import EMAIL, PASSWORD

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0"
NAMES = {
    f"Mozilla/5.0 (X11; Linux x86_64) {CHROME} Safari/537.36": "Chrome on Linux",
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME} Safari/537.36": "Chrome on ChromeOS",
    f"Mozilla/5.0 (Windows NT 10.0) {CHROME} Safari/537.36 Edg/138.0": "Edge on Windows",
    f"Mozilla/5.0 (Windows NT 10.0) {CHROME} Safari/537.36 OPR/120.0": "Opera on Windows",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605": "Safari on Mac",
    "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) CriOS/138.0 Safari/604": "Chrome on iPad",
    "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0": "Firefox on Android",
    "Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28.0 Chrome/130.0 Safari": (
        "Samsung Internet on Android"
    ),
    "curl/8.5.0": UNKNOWN,
    "": UNKNOWN,
}


def sessions_of(person: Person) -> list[dict]:
    return person.http.get("/api/sessions").raise_for_status().json()


def use_device(person: Person, user_agent: str) -> str:
    """Log in by another device; the bearer header of it."""
    person.http.headers["User-Agent"] = user_agent
    person.log_in().raise_for_status()
    return person.http.headers["Authorization"]


@pytest.mark.parametrize(("user_agent", "name"), NAMES.items(), ids=NAMES.values())
def test_a_device_is_called_what_people_call_it(user_agent, name):
    assert name_of(user_agent) == name


def test_the_list_tells_devices_apart(ada: Person):
    use_device(ada, next(iter(NAMES)) + "x" * 400)
    newest, oldest = sessions_of(ada)
    assert (newest["device"], newest["current"]) == ("Chrome on Linux", True)
    assert (oldest["device"], oldest["current"]) == (UNKNOWN, False)
    assert oldest["logged_in_at"] < newest["logged_in_at"] <= newest["last_used_at"]
    before = newest["last_used_at"]
    ada.http.post("/api/auth/refresh").raise_for_status()
    assert sessions_of(ada)[0]["last_used_at"] > before


def test_one_device_is_logged_out_and_its_socket_closed(ada: Person):
    socket, phone = ada.open_socket(), ada.http.headers["Authorization"]
    use_device(ada, "")
    other = next(each["id"] for each in sessions_of(ada) if not each["current"])
    assert ada.http.delete(f"/api/sessions/{other}").status_code == 204
    assert socket.closed_with()[0] == 1008
    assert ada.http.get("/api/me", headers={"Authorization": phone}).status_code == 401
    assert ada.http.get("/api/me").is_success
    again = ada.http.delete(f"/api/sessions/{other}")
    assert (again.status_code, code(again)) == (404, "session_not_found")


def test_everywhere_else_leaves_the_device_at_hand(ada: Person):
    ada.log_in()
    ada.log_in()
    socket = ada.open_socket()
    assert len(sessions_of(ada)) == 3
    assert ada.http.delete("/api/sessions").status_code == 204
    (left,) = sessions_of(ada)
    assert left["current"]
    assert socket.ask("ping")["type"] == "pong"
    assert ada.http.delete("/api/sessions").status_code == 204


def test_devices_of_others_do_not_exist(ada: Person, person):
    grace = person("Grace Hopper").arrive()
    (theirs,) = sessions_of(ada)
    refused = grace.http.delete(f"/api/sessions/{theirs['id']}")
    assert (refused.status_code, code(refused)) == (404, "session_not_found")
    grace.http.delete("/api/sessions").raise_for_status()
    assert ada.http.get("/api/me").is_success


def test_a_session_that_is_not_used_ends(portal, build, arrive):
    hasty, patient = build(session_idle_s=0), build()
    arrive(hasty)
    logged_in = portal.call(hasty.sessions.log_in, EMAIL, PASSWORD)
    for use, token in (
        (hasty.sessions.caller, logged_in.access_token),
        (hasty.sessions.refresh, logged_in.refresh_token),
    ):
        with pytest.raises(Problem) as refused:
            portal.call(use, token)
        assert refused.value.code == ErrorCode.UNAUTHENTICATED
    caller = portal.call(patient.sessions.caller, logged_in.access_token)
    assert portal.call(hasty.devices.of, caller) == []
    assert len(portal.call(patient.devices.of, caller)) == 1
