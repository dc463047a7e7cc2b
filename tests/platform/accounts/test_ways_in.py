"""Linking and unlinking providers from inside the account, over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx2
import pytest
from platform_kit.person import Person, code
from platform_kit.running import Running

from test_framework.services.identity_provider import IdentityProvider, Provider

NAMES = ("google", "github")
SECRET = "a client's secret that nobody logs"
WAYS = "/api/auth/oauth/ways"


@pytest.fixture(scope="module")
def with_providers(identity_provider, mailbox, tmp_path_factory) -> Iterator[Running]:
    told = {
        name: {
            "client_id": "ways",
            "client_secret": SECRET,
            "issuer": identity_provider[name].issuer,
        }
        for name in NAMES
    }
    told["github"]["api_url"] = identity_provider["github"].issuer
    settings = {"CHAT_OAUTH_PROVIDERS": json.dumps(told)}
    running = Running(tmp_path_factory.mktemp("ways"), mailbox.smtp, settings).start()
    for name in NAMES:
        back = f"{running.url}/auth/oauth/{name}/callback"
        identity_provider[name].register_client("ways", SECRET, back)
    yield running
    running.process.stop()


@pytest.fixture
def ada(person, with_providers) -> Person:
    return person(at=with_providers).arrive()


class Abroad:
    """Somebody's account at a provider."""

    def __init__(self, provider: Provider) -> None:
        self.name = provider.name
        self.person = {"email": f"{uuid4().hex}@engine.example", "password": uuid4().hex}
        sub = str(uuid4().int % 10**12)
        provider.register_person(sub, self.person["email"], "Ada", self.person["password"])

    def agree(self, address: str) -> str:
        with httpx2.Client(trust_env=False, timeout=10) as browser:
            browser.post(address, data={"step": "log in", **self.person}, follow_redirects=True)
            return str(browser.post(address, data={"step": "allow"}).headers["location"])

    def set_out(self, who: Person, **changed: str) -> httpx2.Response:
        body = {"password": who.password, **changed}
        return who.http.post(f"/auth/oauth/{self.name}/linking", json=body)

    def way_back(self, who: Person) -> str:
        return self.agree(self.set_out(who).raise_for_status().json()["address"])

    def link(self, who: Person) -> str:
        return str(who.http.get(self.way_back(who)).headers["location"])

    def come_in(self, who: Person) -> str:
        start = who.http.get(f"/auth/oauth/{self.name}/start").headers["location"]
        return str(who.http.get(self.agree(start)).headers["location"])


@pytest.fixture
def google(identity_provider: IdentityProvider) -> Abroad:
    return Abroad(identity_provider["google"])


def ways(who: Person) -> dict[str, object]:
    return dict(who.http.get(WAYS).raise_for_status().json())


def titles(who: Person) -> list[str]:
    return [way["title"] for way in ways(who)["linked"]]


def unlink(who: Person, identity: int, password: str) -> httpx2.Response:
    return who.http.request("DELETE", f"{WAYS}/{identity}", json={"password": password})


def test_a_linked_provider_opens_the_account(ada: Person, google: Abroad, person):
    assert google.link(ada) == "/account?linked=google"
    told = ways(ada)
    assert (told["password"], titles(ada)) == (True, ["Google"])
    device = person(at=ada.running)
    assert google.come_in(device) == "/chat"
    mine = device.http.post("/api/auth/refresh").json()["user"]["email"]
    assert mine == ada.email
    ada.mailbox.wait_for_mail(ada.email, "Google now opens your account")


def test_linking_twice_in_two_tabs_links_once(ada: Person, google: Abroad):
    backs = [google.way_back(ada) for _ in range(2)]
    led = [str(ada.http.get(back).headers["location"]) for back in backs]
    assert led == ["/account?linked=google"] * 2
    assert titles(ada) == ["Google"]


def test_a_wrong_password_changes_nothing(ada: Person, google: Abroad):
    assert code(google.set_out(ada, password="wrong")) == "wrong_password"
    google.link(ada)
    [way] = ways(ada)["linked"]
    assert code(unlink(ada, way["id"], "wrong")) == "wrong_password"
    assert unlink(ada, way["id"], ada.password).status_code == 204
    assert code(unlink(ada, way["id"], ada.password)) == "identity_not_found"
    ada.mailbox.wait_for_mail(ada.email, "Google no longer opens your account")


def test_ways_of_others_are_out_of_reach(ada: Person, google: Abroad, person):
    google.link(ada)
    [way] = ways(ada)["linked"]
    mallory = person(at=ada.running).arrive()
    assert code(unlink(mallory, way["id"], mallory.password)) == "identity_not_found"
    assert google.link(mallory) == "/account?problem=linked_elsewhere"
    assert (titles(ada), titles(mallory)) == (["Google"], [])


def test_a_way_back_counts_for_the_log_in_and_the_browser_that_set_out(
    ada: Person, google: Abroad, person
):
    mallory = person(at=ada.running).arrive()
    expired = "/log-in?problem=flow_expired"
    assert str(ada.http.get(google.way_back(mallory)).headers["location"]) == expired
    back = google.way_back(ada)
    ada.http.post("/api/auth/logout")
    led = str(ada.http.get(back).headers["location"])
    assert led == "/account?problem=flow_expired"
    assert str(ada.http.get(back).headers["location"]) == expired


def test_of_two_ways_one_stays_also_when_two_tabs_remove_them_at_once(
    with_providers: Running, identity_provider: IdentityProvider, google: Abroad, person
):
    ada = person(at=with_providers)
    assert google.come_in(ada) == "/chat"
    token = ada.http.post("/api/auth/refresh").json()["access_token"]
    ada.http.headers["Authorization"] = f"Bearer {token}"
    [only] = ways(ada)["linked"]
    assert ways(ada)["password"] is False
    assert code(unlink(ada, only["id"], "")) == "last_way_in"
    assert Abroad(identity_provider["github"]).link(ada) == "/account?linked=github"
    both = [way["id"] for way in ways(ada)["linked"]]
    with ThreadPoolExecutor(2) as tabs:
        answers = list(tabs.map(lambda each: unlink(ada, each, "").status_code, both))
    assert sorted(answers) == [204, 409]
    assert len(titles(ada)) == 1
