"""The identity provider, as a platform with Authlib's client sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx2
import jwt
import pytest
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core.util import create_half_hash

from test_framework.services.identity_provider import Fault, IdentityProvider, Provider

BACK = "http://127.0.0.1:9/back"
PASSWORD = "a lamp above the harbour"


@pytest.fixture(scope="module")
def providers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IdentityProvider]:
    running = IdentityProvider(tmp_path_factory.mktemp("identity-provider")).start()
    yield running
    running.stop()


@dataclass
class Platform:
    """What a platform does, with Authlib, for one person with a browser of her own."""

    provider: Provider
    scope: str = "openid email profile"
    authorize: str = "/authorize"
    token: str = "/token"
    client_id: str = field(default_factory=lambda: f"platform-{uuid4().hex}")
    browser: httpx2.Client = field(default_factory=lambda: httpx2.Client(trust_env=False))

    def __post_init__(self) -> None:
        self.sub = str(uuid4().int % 10**9)
        self.email = f"ada-{self.sub}@engine.example"
        self.provider.register_client(self.client_id, "a client's secret", BACK)
        self.provider.register_person(self.sub, self.email, "Ada Lovelace", PASSWORD)
        self.oauth = OAuth2Client(
            self.client_id,
            "a client's secret",
            scope=self.scope,
            redirect_uri=BACK,
            code_challenge_method="S256",
            trust_env=False,
        )
        self.verifier = generate_token(48)
        self.nonce = generate_token(20)

    def come_back(self, decision: str = "allow", **asked: str) -> dict[str, str]:
        """Through log-in and consent; the parameters of the answer."""
        url, self.state = self.oauth.create_authorization_url(
            f"{self.provider.issuer}{self.authorize}",
            code_verifier=self.verifier,
            nonce=self.nonce,
            **asked,
        )
        log_in = {"step": "log in", "email": self.email, "password": PASSWORD}
        consent = self.browser.post(url, data=log_in, follow_redirects=True)
        assert "wants to know" in consent.text
        answer = self.browser.post(url, data={"step": decision})
        assert answer.is_redirect, answer.text
        location = answer.headers["location"]
        assert location.startswith(BACK)
        return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}

    def redeem(self, code: str, verifier: str | None = None) -> dict[str, str]:
        url = f"{self.provider.issuer}{self.token}"
        return dict(self.oauth.fetch_token(url, code=code, code_verifier=verifier or self.verifier))

    def read(self, id_token: str) -> dict[str, object]:
        """As a careful platform reads it."""
        keys = jwt.PyJWKClient(f"{self.provider.issuer}/jwks")
        claims: dict[str, object] = jwt.decode(
            id_token,
            keys.get_signing_key_from_jwt(id_token),
            algorithms=["RS256"],
            audience=self.client_id,
            issuer=self.provider.issuer,
        )
        assert claims["nonce"] == self.nonce, "another nonce"
        assert claims.get("azp", self.client_id) == self.client_id, "another platform"
        access_token = str(self.oauth.token["access_token"])
        assert create_half_hash(access_token, "RS256").decode() == claims["at_hash"]
        return claims


@pytest.fixture
def google(providers: IdentityProvider) -> Platform:
    return Platform(providers["google"])


def test_a_person_comes_back_with_a_true_id_token(google: Platform):
    back = google.come_back()
    assert (back["state"], back["iss"]) == (google.state, google.provider.issuer)
    token = google.redeem(back["code"])
    claims = google.read(token["id_token"])
    assert (claims["sub"], claims["email"], claims["email_verified"]) == (
        google.sub,
        google.email,
        True,
    )
    answer = google.oauth.get(f"{google.provider.issuer}/userinfo")
    assert answer.json()["sub"] == google.sub


def test_discovery_names_every_address(google: Platform):
    issuer = google.provider.issuer
    told = httpx2.get(f"{issuer}/.well-known/openid-configuration", trust_env=False).json()
    assert told["issuer"] == issuer
    for what in ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"):
        assert told[what].startswith(f"{issuer}/")


def test_denied_consent_is_told(google: Platform):
    back = google.come_back("deny")
    assert (back["error"], back["iss"]) == ("access_denied", google.provider.issuer)


def test_a_code_works_once(google: Platform):
    code = google.come_back()["code"]
    google.redeem(code)
    with pytest.raises(AuthlibBaseError, match="invalid_grant"):
        google.redeem(code)


def test_a_code_needs_the_verifier_of_its_own_flow(google: Platform):
    with pytest.raises(AuthlibBaseError, match="invalid_grant"):
        google.redeem(google.come_back()["code"], verifier=generate_token(48))


def test_a_foreign_address_is_never_answered(google: Platform):
    url, _ = google.oauth.create_authorization_url(
        f"{google.provider.issuer}/authorize", redirect_uri=f"{BACK}/elsewhere"
    )
    answer = google.browser.get(url)
    assert answer.status_code == 400
    assert "Redirect URI" in answer.text


def test_a_wrong_password_is_told(google: Platform):
    url, _ = google.oauth.create_authorization_url(f"{google.provider.issuer}/authorize")
    wrong = {"step": "log in", "email": google.email, "password": "not this lamp"}
    assert "is wrong" in google.browser.post(url, data=wrong).text


@pytest.mark.parametrize(
    "fault",
    [
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
    ],
)
def test_a_false_id_token_is_false_in_one_thing_and_once(google: Platform, fault: Fault):
    google.provider.plan(fault)
    assert google.provider.never_fired() == [fault]
    token = google.redeem(google.come_back()["code"])
    with pytest.raises((jwt.PyJWTError, AssertionError)):
        google.read(token["id_token"])
    assert google.provider.never_fired() == []
    google.nonce = generate_token(20)
    assert google.read(google.redeem(google.come_back()["code"])["id_token"])


def test_the_answer_can_name_another_issuer(google: Platform):
    google.provider.plan(Fault.WRONG_RESPONSE_ISSUER)
    assert google.come_back()["iss"] == "https://somebody-else.example"
    assert google.provider.fired(Fault.WRONG_RESPONSE_ISSUER) == 1


def test_a_caught_code_can_come_in_another_flow(google: Platform):
    google.provider.plan(Fault.KEEP_CODE)
    with pytest.raises(AssertionError, match="Something went wrong"):
        google.come_back()
    mallory = Platform(google.provider, client_id=google.client_id)
    google.provider.plan(Fault.INJECT_CODE)
    code = mallory.come_back()["code"]
    with pytest.raises(AuthlibBaseError, match="invalid_grant"):
        mallory.redeem(code)
    assert google.redeem(code)["access_token"]


def test_the_token_endpoint_can_fail_and_be_slow(google: Platform):
    google.provider.plan(Fault.FAIL)
    code = google.come_back()["code"]
    with pytest.raises(httpx2.HTTPStatusError):
        google.redeem(code)
    google.provider.plan(Fault.DELAY, seconds=0.3)
    google.oauth.timeout = 0.1
    with pytest.raises(httpx2.TimeoutException):
        google.redeem(code)


def test_keys_can_change(google: Platform):
    old = google.redeem(google.come_back()["code"])["id_token"]
    kid = google.provider.rotate_keys()
    google.nonce = generate_token(20)
    new = google.redeem(google.come_back()["code"])["id_token"]
    assert jwt.get_unverified_header(new)["kid"] == kid
    assert google.read(new)
    with pytest.raises(jwt.PyJWKClientError):
        google.read(old)


def test_providers_know_nothing_of_each_other(providers: IdentityProvider, google: Platform):
    microsoft = Platform(providers["microsoft"], client_id=google.client_id)
    code = google.come_back()["code"]
    with pytest.raises(AuthlibBaseError, match="invalid_grant"):
        microsoft.redeem(code)


def test_the_twin_is_shaped_as_github(providers: IdentityProvider):
    github = Platform(
        providers["github"],
        scope="read:user user:email",
        authorize="/login/oauth/authorize",
        token="/login/oauth/access_token",
    )
    back = github.come_back()
    assert "iss" not in back
    token = github.redeem(back["code"])
    assert "id_token" not in token
    user = github.oauth.get(f"{github.provider.issuer}/user").json()
    assert (user["id"], user["email"]) == (int(github.sub), None)
    emails = github.oauth.get(f"{github.provider.issuer}/user/emails").json()
    assert [e["email"] for e in emails if e["primary"] and e["verified"]] == [github.email]
    with pytest.raises(AuthlibBaseError, match="invalid_grant"):
        github.redeem(back["code"])


def test_only_who_knows_the_secret_controls(providers: IdentityProvider):
    answer = httpx2.post(f"{providers.url}/control/google/keys", trust_env=False)
    assert answer.status_code == 401
