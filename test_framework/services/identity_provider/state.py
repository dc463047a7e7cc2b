"""What a provider knows: people, clients, codes, tokens, keys, and planned faults. In memory."""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from joserfc.jwk import KeySet, RSAKey

from test_framework.services.identity_provider.faults import Fault

MICROSOFT = "microsoft"
OPENID_PROVIDERS = ("google", MICROSOFT, "gitlab", "sso")
GITHUB = "github"
SAML = "saml"
SCOPES = frozenset({"openid", "email", "profile", "read:user", "user:email"})


@dataclass(frozen=True)
class Person:
    """Somebody with an account at the provider."""

    sub: str
    email: str
    email_verified: bool
    name: str
    password: str


@dataclass
class Client:
    """A platform that lets people come in through the provider (RFC 6749, 2). Authlib asks it."""

    client_id: str
    client_secret: str
    redirect_uris: set[str] = field(default_factory=set)

    def get_client_id(self) -> str:
        """Its name."""
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """There is none: every request names its own."""
        return

    def get_allowed_scope(self, scope: str | None) -> str:
        """What it may ask for, of what it asks for."""
        return " ".join(word for word in (scope or "").split() if word in SCOPES)

    def check_redirect_uri(self, uri: str) -> bool:
        """Only exactly what was registered (RFC 9700, 4.1.3)."""
        return uri in self.redirect_uris

    def check_client_secret(self, secret: str) -> bool:
        """Whether this is its secret."""
        return secrets.compare_digest(self.client_secret.encode(), secret.encode())

    def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
        """By header or by form, but never without the secret."""
        return method in ("client_secret_basic", "client_secret_post")

    def check_response_type(self, response_type: str) -> bool:
        """Codes only."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """Codes only."""
        return grant_type == "authorization_code"


@dataclass
class Code:
    """An authorization code and what it was made for. Authlib asks it."""

    code: str
    client_id: str
    redirect_uri: str
    scope: str
    person: Person
    nonce: str | None
    code_challenge: str | None
    code_challenge_method: str | None
    used: bool = False

    def get_redirect_uri(self) -> str:
        """Where it was sent."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """What was asked for."""
        return self.scope

    def get_nonce(self) -> str | None:
        """The platform's word that the ID token must repeat."""
        return self.nonce

    def get_auth_time(self) -> None:
        """Not told."""

    def get_acr(self) -> None:
        """Not told."""

    def get_amr(self) -> None:
        """Not told."""


@dataclass
class ProviderState:
    """One provider.

    Attributes:
        issuer: Its name in tokens, which is also its address.
        kept_code: A code that was caught on its way (``Fault.KEEP_CODE``).
    """

    name: str
    issuer: str
    people: dict[str, Person] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, Person] = field(default_factory=dict)
    nonces: set[str] = field(default_factory=set)
    planned: Counter[Fault] = field(default_factory=Counter)
    fired: Counter[Fault] = field(default_factory=Counter)
    delay_s: float = 0.0
    kept_code: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def title(self) -> str:
        """What its pages call it."""
        return self.name.capitalize()

    @cached_property
    def keys(self) -> KeySet:
        """Its signing keys, the newest last. Making one takes a moment: on first use only."""
        return KeySet([new_key()])

    @property
    def signing_key(self) -> RSAKey:
        """The newest key."""
        key = self.keys.keys[-1]
        assert isinstance(key, RSAKey)
        return key

    def rotate_keys(self) -> str:
        """Sign with a fresh key from now on and forget the older ones; returns its id."""
        self.keys.keys[:] = [new_key()]
        return str(self.signing_key.kid)

    def happens(self, fault: Fault) -> bool:
        """Whether this fault was planned for now; it is then counted as fired."""
        with self.lock:
            if not self.planned[fault]:
                return False
            self.planned[fault] -= 1
            self.fired[fault] += 1
            return True

    def person_with(self, email: str, password: str) -> Person | None:
        """Whoever has this address and this password."""
        for person in self.people.values():
            if person.email == email and person.password == password:
                return person
        return None


def new_key() -> RSAKey:
    """A fresh RSA key with an id, of 2048 bits (RFC 7518, 3.3)."""
    return RSAKey.generate_key(
        2048, parameters={"kid": secrets.token_hex(8), "use": "sig", "alg": "RS256"}
    )
