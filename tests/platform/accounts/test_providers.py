"""Coming in through a provider, over HTTP: a real provider, a real platform, no browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import uuid4

import httpx2
import pytest
from platform_kit.person import PASSWORD, code
from platform_kit.running import Running
from pydantic import ValidationError

from chat_platform.accounts.oauth.flows import own_path
from chat_platform.accounts.oauth.openid import vouched
from chat_platform.oauth_settings import ProviderSettings
from chat_platform.settings import Settings
from test_framework.services.identity_provider import Fault, IdentityProvider, Provider

NAMES = ("google", "microsoft", "gitlab", "sso", "github")
SECRET = "a client's secret that nobody logs"
FALSE = [
    Fault.WRONG_KEY,
    Fault.ALG_NONE,
    Fault.KEY_CONFUSION,
    Fault.ALG_NONE_SPELLED,
    Fault.OWN_KEY,
    Fault.UNKNOWN_KEY,
    Fault.WRONG_PARTY,
    Fault.TOKEN_OF_TOMORROW,
    Fault.WRONG_ACCESS_TOKEN,
    Fault.WRONG_NONCE,
    Fault.WRONG_ISSUER,
    Fault.WRONG_AUDIENCE,
    Fault.EXPIRED_TOKEN,
    Fault.WRONG_RESPONSE_ISSUER,
]


def settings_for(providers: IdentityProvider) -> dict[str, str]:
    told = {
        name: {"client_id": "chat", "client_secret": SECRET, "issuer": providers[name].issuer}
        for name in NAMES
    }
    told["github"]["api_url"] = providers["github"].issuer
    return {"CHAT_OAUTH_PROVIDERS": json.dumps(told)}


@pytest.fixture(scope="module")
def with_providers(identity_provider, mailbox, tmp_path_factory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("with-providers")
    running = Running(folder, mailbox.smtp, settings_for(identity_provider)).start()
    for name in NAMES:
        back = f"{running.url}/auth/oauth/{name}/callback"
        identity_provider[name].register_client("chat", SECRET, back)
    yield running
    running.process.stop()


@dataclass
class Visitor:
    """Somebody with an account at a provider, and a browser."""

    platform: Running
    provider: Provider
    email: str = ""
    verified: bool = True
    sub: str = field(default_factory=lambda: str(uuid4().int % 10**12))
    password: str = field(default_factory=lambda: uuid4().hex)

    def __post_init__(self) -> None:
        self.email = self.email or f"ada-{self.sub}@engine.example"
        self.http = httpx2.Client(base_url=self.platform.url, trust_env=False, timeout=10)
        self.provider.register_person(
            self.sub, self.email, "Ada Lovelace", self.password, email_verified=self.verified
        )

    def leave(self, to: str = "/chat") -> str:
        answer = self.http.get(f"/auth/oauth/{self.provider.name}/start", params={"next": to})
        return str(answer.headers["location"])

    def agree(self, address: str, step: str = "allow") -> httpx2.Response:
        log_in = {"step": "log in", "email": self.email, "password": self.password}
        self.http.post(address, data=log_in, follow_redirects=True)
        return self.http.post(address, data={"step": step})

    def come_in(self, to: str = "/chat", step: str = "allow") -> str:
        """All the way; where it led."""
        back = self.agree(self.leave(to), step).headers["location"]
        return self.come_back(back)

    def come_back(self, address: str) -> str:
        return str(self.http.get(address).headers["location"])

    def who(self) -> dict[str, str] | None:
        answer = self.http.post("/api/auth/refresh")
        return answer.json()["user"] if answer.is_success else None


@pytest.fixture
def visit(with_providers: Running, identity_provider: IdentityProvider):
    def make(name: str = "google", **details: object) -> Visitor:
        return Visitor(with_providers, identity_provider[name], **details)

    return make


@pytest.mark.parametrize("name", NAMES)
def test_a_newcomer_gets_an_account_and_finds_it_again(visit, name):
    ada = visit(name)
    assert ada.come_in("/chat#t1") == "/chat#t1"
    first = ada.who()
    assert (first["name"], first["email"]) == ("Ada Lovelace", ada.email)
    ada.http.cookies.clear()
    assert ada.come_in() == "/chat"
    assert ada.who() == first


def test_an_account_without_a_password_opens_to_no_password(visit):
    ada = visit()
    ada.come_in()
    for password in ("", PASSWORD, "None"):
        refused = ada.http.post("/api/auth/login", json={"email": ada.email, "password": password})
        assert code(refused) == "wrong_credentials"


def test_the_address_may_change_and_the_person_stays(visit):
    ada = visit()
    ada.come_in()
    first = ada.who()["id"]
    renamed = visit(sub=ada.sub, email=f"married-{ada.email}")
    renamed.come_in()
    assert renamed.who()["id"] == first


@pytest.mark.parametrize("fault", FALSE)
def test_a_false_answer_lets_nobody_in(visit, fault):
    ada = visit()
    ada.provider.plan(fault)
    assert ada.come_in() == "/log-in?problem=provider_untrusted"
    assert ada.provider.never_fired() == []
    assert ada.who() is None
    assert ada.come_in() == "/chat"


def test_denied_consent_is_told(visit):
    assert visit().come_in(step="deny") == "/log-in?problem=provider_denied"


def test_a_provider_that_fails_is_told(visit):
    ada = visit()
    ada.provider.plan(Fault.FAIL)
    assert ada.come_in() == "/log-in?problem=provider_unreachable"


@pytest.mark.parametrize("name", ["google", "github"])
def test_a_caught_code_is_worth_nothing_in_another_flow(visit, name):
    ada, mallory = visit(name), visit(name)
    ada.provider.plan(Fault.KEEP_CODE)
    assert ada.agree(ada.leave()).status_code == 500
    ada.provider.plan(Fault.INJECT_CODE)
    assert mallory.come_in() == "/log-in?problem=provider_untrusted"
    assert mallory.who() is None


def test_nobody_comes_back_twice_or_in_another_browser_or_without_having_left(visit):
    ada, mallory = visit(), visit()
    expired = "/log-in?problem=flow_expired"
    back = ada.agree(ada.leave()).headers["location"]
    mallory.leave()
    assert mallory.come_back(back) == expired
    assert ada.come_back(back) == expired  # one that was tried elsewhere is used up
    back = ada.agree(ada.leave()).headers["location"]
    assert ada.come_back(back.replace("/google/", "/microsoft/")) == expired
    back = ada.agree(ada.leave()).headers["location"]
    assert ada.come_back(back) == "/chat"
    assert ada.come_back(back) == expired
    assert ada.come_back("/auth/oauth/google/callback?code=made-up") == expired


def test_two_tabs_may_be_on_the_way(visit):
    ada = visit()
    tabs = [ada.agree(ada.leave()).headers["location"] for _ in range(2)]
    assert [ada.come_back(back) for back in tabs] == ["/chat", "/chat"]


@pytest.mark.parametrize("name", ["google", "microsoft", "github"])
def test_an_address_nobody_vouches_for_makes_no_account_and_links_to_none(visit, name):
    ada = visit(name)
    ada.come_in()
    for email in (ada.email, f"new-{ada.email}"):
        mallory = visit(name, email=email, verified=False)
        assert mallory.come_in() == "/log-in?problem=provider_email_unverified"
        assert mallory.who() is None


@pytest.mark.parametrize(
    ("claims", "name", "trusted", "counts"),
    [
        ({"email_verified": True}, "google", False, True),
        ({"email_verified": "true"}, "google", False, False),
        ({"xms_edov": True}, "google", False, False),
        ({"xms_edov": True}, "microsoft", False, True),
        ({"xms_edov": 1}, "microsoft", False, True),
        ({"xms_edov": "0"}, "microsoft", False, False),
        ({"xms_edov": True, "email_verified": False}, "microsoft", False, False),
        ({}, "microsoft", False, False),
        ({}, "microsoft", True, True),
    ],
)
def test_for_which_addresses_a_provider_vouches(claims, name, trusted, counts):
    settings = ProviderSettings(client_id="c", client_secret="s", addresses_vouched=trusted)
    assert vouched(claims, name, settings) is counts


def test_an_account_is_linked_to_who_proves_to_own_it(visit, person, with_providers):
    ada = person(at=with_providers).arrive()
    visitor = visit("sso", email=ada.email)
    assert visitor.come_in() == "/log-in?problem=account_exists"
    assert visitor.who() is None
    body = {"email": ada.email, "password": ada.password}
    token = visitor.http.post("/api/auth/login", json=body).json()["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert visitor.http.post("/api/auth/oauth/link", headers=bearer).is_success
    again = visit("sso", email=ada.email, sub=visitor.sub)
    assert again.come_in() == "/chat"
    assert again.who()["id"] == visitor.who()["id"]
    # The same number at another provider is somebody else.
    assert visit("google", sub=visitor.sub).come_in() == "/chat"


def test_a_link_waits_for_its_own_account_only_and_once(visit, person, with_providers):
    ada, mallory = person(at=with_providers).arrive(), person(at=with_providers).arrive()
    visitor = visit("sso", email=ada.email)
    visitor.come_in()
    waiting = visitor.http.cookies["pending_link"]
    link = "/api/auth/oauth/link"
    mallory.http.cookies.set("pending_link", waiting)
    assert code(mallory.http.post(link)) == "forbidden"
    ada.http.cookies.set("pending_link", waiting)
    assert code(ada.http.post(link)) == "flow_expired"
    ada.http.cookies.clear()
    assert code(ada.http.post(link)) == "flow_expired"


def test_keys_may_change_in_between(visit):
    ada = visit("gitlab")
    ada.come_in()
    ada.provider.rotate_keys()
    assert ada.come_in() == "/chat"


def test_slow_people_begin_again(launch, identity_provider):
    settings = {"CHAT_OAUTH_LIFETIME_S": "0.001", **settings_for(identity_provider)}
    slow = launch(**settings)
    back = f"{slow.url}/auth/oauth/google/callback"
    identity_provider["google"].register_client("chat", SECRET, back)
    ada = Visitor(slow, identity_provider["google"])
    assert ada.come_in() == "/log-in?problem=flow_expired"


def test_a_provider_that_is_not_there_is_told(launch):
    settings = {"sso": {"client_id": "c", "client_secret": "s", "issuer": "http://127.0.0.1:9"}}
    alone = launch(CHAT_OAUTH_PROVIDERS=json.dumps(settings))
    http = httpx2.Client(base_url=alone.url, trust_env=False)
    answer = http.get("/auth/oauth/sso/start")
    assert answer.headers["location"] == "/log-in?problem=provider_unreachable"
    offered = http.get("/api/auth/oauth/providers").json()
    assert [one["title"] for one in offered] == ["single sign-on"]
    assert code(http.get("/auth/oauth/google/start")) == "provider_unknown"
    assert http.get("/api/auth/oauth/problems/provider_denied").json()["what_next"]


def test_cookies_are_out_of_reach_and_come_along(visit):
    ada = visit()
    leaving = ada.http.get("/auth/oauth/google/start").headers["set-cookie"].lower()
    for part in ("oauth_browser=", "httponly", "samesite=lax", "path=/auth/oauth"):
        assert part in leaving


def test_no_secret_stands_in_the_log(visit, with_providers):
    ada = visit()
    address = ada.leave()
    back = ada.agree(address).headers["location"]
    ada.come_back(back)
    told = [SECRET, ada.http.cookies["oauth_browser"], ada.http.cookies["refresh_token"]]
    told += [part.partition("=")[2] for part in back.partition("?")[2].split("&")[:2]]
    assert not [secret for secret in told if secret in with_providers.log]


@pytest.mark.parametrize(
    ("path", "led"),
    [
        ("/chat#t1", "/chat#t1"),
        ("/", "/"),
        ("https://evil.example", "/chat"),
        ("//evil.example", "/chat"),
        ("/\\evil.example", "/chat"),
        ("/\t/evil.example", "/chat"),
        ("chat", "/chat"),
        ("", "/chat"),
    ],
)
def test_the_way_ends_on_the_platform(path, led):
    assert own_path(path) == led


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("google", "write it as JSON"),
        ('["google"]', "write it as JSON"),
        ('{"myspace": {"client_id": "c", "client_secret": "s"}}', "not one of"),
        ('{"sso": {"client_id": "c", "client_secret": "s"}}', "needs an issuer"),
        ('{"google": {"client_id": "c"}}', "client_secret"),
    ],
)
def test_a_wrong_setting_is_told(monkeypatch, told, wrong):
    monkeypatch.setenv("CHAT_OAUTH_PROVIDERS", told)
    with pytest.raises(ValidationError, match=wrong):
        Settings()
