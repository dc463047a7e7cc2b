"""The suite's side of the identity provider: start it, and make its people and its faults."""

from __future__ import annotations

from typing import Any

import httpx2

from test_framework.services.controlled import ControlledService
from test_framework.services.identity_provider.faults import Fault


class Provider:
    """One of the providers.

    Attributes:
        issuer: Its name in tokens; also the address that everything of it begins with.
    """

    def __init__(self, name: str, url: str, http: httpx2.Client) -> None:
        self.name = name
        self.issuer = f"{url}/{name}"
        self._http = http

    def register_person(
        self, sub: str, email: str, name: str, password: str, *, email_verified: bool = True
    ) -> None:
        """Give somebody an account there, or change the one with this subject."""
        person = {"sub": sub, "email": email, "name": name, "password": password}
        self._post("people", {**person, "email_verified": email_verified})

    def register_client(self, client_id: str, client_secret: str, redirect_uri: str) -> None:
        """Let a platform ask who people are, and be answered at this address too."""
        client = {"client_id": client_id, "client_secret": client_secret}
        self._post("clients", {**client, "redirect_uri": redirect_uri})

    def plan(self, fault: Fault, *, seconds: float = 0.0) -> None:
        """Let it happen once, in the next flow. ``seconds`` is how long a delay takes."""
        self._post("faults", {"fault": fault, "seconds": seconds})

    def fired(self, fault: Fault) -> int:
        """How often it has happened."""
        return int(self._faults()["fired"].get(fault, 0))

    def never_fired(self) -> list[Fault]:
        """What was planned and has not happened: a scenario with such a fault proved nothing."""
        return [Fault(name) for name in self._faults()["planned"]]

    def forget_plans(self) -> None:
        """Let nothing happen any more."""
        self._http.delete(f"/control/{self.name}/faults").raise_for_status()

    def rotate_keys(self) -> str:
        """Sign with a fresh key from now on; the id of the key."""
        return str(self._post("keys", {})["kid"])

    def metadata(self) -> str:
        """What it tells of itself to platforms that speak SAML: XML (SAML 2.0 Metadata)."""
        return self._http.get(f"/{self.name}/metadata").raise_for_status().text

    def _faults(self) -> dict[str, Any]:
        answer = self._http.get(f"/control/{self.name}/faults").raise_for_status()
        faults: dict[str, Any] = answer.json()
        return faults

    def _post(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self._http.post(f"/control/{self.name}/{what}", json=body).raise_for_status()
        told: dict[str, Any] = answer.json()
        return told


class IdentityProvider(ControlledService):
    """The process with all the providers.

    Example:
        >>> def ada_at_google(providers: IdentityProvider) -> None:
        ...     google = providers["google"]
        ...     google.register_person("1815", "ada@engine.example", "Ada", "a lamp above")
        ...     google.plan(Fault.WRONG_NONCE)
    """

    module = "test_framework.services.identity_provider"
    title = "Identity provider"

    def __getitem__(self, name: str) -> Provider:
        """The provider of that name: google, microsoft, gitlab, sso, github, saml."""
        return Provider(name, self.url, self._http)
