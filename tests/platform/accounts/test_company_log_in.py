"""A company's own log-in (SAML), over HTTP: real servers, no browser."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx2
import pytest
from platform_kit.person import code
from platform_kit.running import Running
from pydantic import ValidationError

from chat_platform.settings import Settings
from targets.reference.company import COMPANY, company_settings, introduce_company
from targets.reference.wire_company_access import FIELD
from test_framework.services.identity_provider import IdentityProvider, Provider

EXPIRED = "/log-in?problem=flow_expired"
UNTRUSTED = "/log-in?problem=provider_untrusted"


@pytest.fixture(scope="module")
def with_company(identity_provider, mailbox, tmp_path_factory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("with-company")
    running = Running(folder, mailbox.smtp, company_settings(identity_provider)).start()
    introduce_company(identity_provider, running.url)
    yield running
    running.process.stop()


@dataclass
class Employee:
    """Somebody of the company, with a browser."""

    platform: Running
    provider: Provider
    email: str = ""
    sub: str = field(default_factory=lambda: str(uuid4().int % 10**12))
    password: str = field(default_factory=lambda: uuid4().hex)

    def __post_init__(self) -> None:
        self.email = self.email or f"grace-{self.sub}@navy.example"
        self.http = httpx2.Client(base_url=self.platform.url, trust_env=False, timeout=30)
        self.provider.register_person(self.sub, self.email, "Grace Hopper", self.password)

    def leave(self) -> str:
        return str(self.http.get("/auth/oauth/saml/start").headers["location"])

    def answer(self, step: str = "allow") -> dict[str, str]:
        """The form that the provider's page would send by itself."""
        address = self.leave()
        with httpx2.Client(trust_env=False, timeout=30) as browser:
            log_in = {"step": "log in", "email": self.email, "password": self.password}
            browser.post(address, data=log_in, follow_redirects=True)
            page = browser.post(address, data={"step": step}).text
        return {name: unescape(value) for name, value in FIELD.findall(page)}

    def bring(self, answer: dict[str, str]) -> str:
        """Post it, and go where that leads; where it ends."""
        taken = self.http.post("/auth/oauth/saml/acs", data=answer)
        assert taken.status_code == 303
        return str(self.http.get(taken.headers["location"]).headers["location"])

    def who(self) -> dict[str, str] | None:
        answer = self.http.post("/api/auth/refresh")
        return answer.json()["user"] if answer.is_success else None


@pytest.fixture
def hire(with_company: Running, identity_provider: IdentityProvider):
    def make(**details: str) -> Employee:
        return Employee(with_company, identity_provider[COMPANY], **details)

    return make


def stored(running: Running, table: str) -> int:
    with closing(sqlite3.connect(running.folder / "data" / "chat.db")) as database:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - our own names


def test_a_newcomer_gets_an_account_and_finds_it_again(hire):
    grace = hire()
    assert grace.bring(grace.answer()) == "/chat"
    first = grace.who()
    assert (first["name"], first["email"]) == ("Grace Hopper", grace.email)
    grace.http.cookies.clear()
    assert grace.bring(grace.answer()) == "/chat"
    assert grace.who() == first


def test_the_address_may_change_and_the_person_stays(hire):
    grace = hire()
    grace.bring(grace.answer())
    renamed = hire(sub=grace.sub, email=f"married-{grace.email}")
    renamed.bring(renamed.answer())
    assert renamed.who()["id"] == grace.who()["id"]


def test_an_account_with_the_address_is_not_opened(hire, person, with_company):
    ada = person(at=with_company).arrive()
    employee = hire(email=ada.email)
    assert employee.bring(employee.answer()) == "/log-in?problem=account_exists"
    assert employee.who() is None


def test_denied_consent_is_told(hire):
    grace = hire()
    assert grace.bring(grace.answer("deny")) == "/log-in?problem=provider_denied"


@pytest.mark.parametrize("word", ["", "no base64!", "bm8geG1s", "PGE+PC9hPg=="])
def test_what_is_no_answer_lets_nobody_in(hire, word):
    grace = hire()
    assert grace.bring({**grace.answer(), "SAMLResponse": word}) == UNTRUSTED
    assert grace.who() is None


def test_an_answer_in_the_address_is_not_looked_at(hire):
    grace = hire()
    answer = grace.answer()
    asked = {"state": answer["RelayState"], "SAMLResponse": answer["SAMLResponse"]}
    back = grace.http.get("/auth/oauth/saml/callback", params=asked)
    assert back.headers["location"] == UNTRUSTED


def test_an_answer_waits_for_its_own_departure_only_and_goes_with_it(hire, with_company):
    grace, mallory = hire(), hire()
    answer = grace.answer()
    before = stored(with_company, "oauth_posted_answers")
    grace.http.post("/auth/oauth/saml/acs", data={**answer, "RelayState": "made up"})
    grace.http.post("/auth/oauth/saml/acs", data={"SAMLResponse": "alone"})
    assert stored(with_company, "oauth_posted_answers") == before
    for _ in range(2):
        grace.http.post("/auth/oauth/saml/acs", data=answer)
    assert stored(with_company, "oauth_posted_answers") == before + 1
    mallory.leave()
    assert mallory.bring(answer) == EXPIRED
    assert stored(with_company, "oauth_posted_answers") == before
    assert grace.bring(answer) == EXPIRED  # one that was tried elsewhere is used up


def test_more_fields_than_any_answer_has_are_not_read(hire):
    grace = hire()
    many = {f"field{number}": "1" for number in range(30)}
    assert grace.bring({**grace.answer(), **many}) == EXPIRED


def test_the_question_names_who_asks_and_where_the_answer_goes(hire, with_company):
    asked = parse_qs(urlsplit(hire().leave()).query)
    assert len(asked["RelayState"][0]) <= 80  # SAML 2.0 Bindings, 3.4.3
    told = httpx2.get(f"{with_company.url}/auth/oauth/saml/metadata", trust_env=False)
    assert told.headers["content-type"] == "application/samlmetadata+xml"
    own = f"{with_company.url}/auth/oauth/saml"
    for part in (
        f'entityID="{own}/metadata"',
        f'Location="{own}/acs"',
        'WantAssertionsSigned="true"',
    ):
        assert part in told.text


def test_a_platform_without_a_company_has_no_such_addresses(launch):
    http = httpx2.Client(base_url=launch().url, trust_env=False)
    assert code(http.get("/auth/oauth/saml/metadata")) == "provider_unknown"
    assert code(http.post("/auth/oauth/saml/acs", data={"RelayState": "x"})) == "provider_unknown"
    assert code(http.get("/auth/oauth/saml/start")) == "provider_unknown"


def test_nothing_of_an_answer_stands_in_the_log(hire, with_company):
    grace = hire()
    answer = grace.answer()
    grace.bring(answer)
    assert not [word for word in answer.values() if word in with_company.log]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "write it as JSON"),
        ('{"issuer": "x", "sso_url": "https://x", "certificate": "bm8="}', "no X.509 certificate"),
        ('{"issuer": "x", "sso_url": "x", "certificate": "bm8="}', "String should match"),
    ],
)
def test_a_setting_that_cannot_be_used_is_told(text, reason):
    with pytest.raises(ValidationError, match=reason):
        Settings(saml=text)


def test_a_certificate_may_come_without_its_frame(identity_provider):
    told = json.loads(company_settings(identity_provider)["CHAT_SAML"])
    bare = told["certificate"].replace("-----BEGIN CERTIFICATE-----", "")
    bare = bare.replace("-----END CERTIFICATE-----", "").replace("\n", "")
    assert Settings(saml={**told, "certificate": bare}) == Settings(saml=told)
