"""The setting ``CHAT_OAUTH_PROVIDERS``: through which providers people may come in."""

from __future__ import annotations

import json
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, SecretStr

ProviderName = Literal["google", "microsoft", "github", "gitlab", "sso"]

# Microsoft has an issuer for each tenant, and single sign-on one for each enterprise: without one
# of their own these two cannot be used.
KNOWN_ISSUERS = {
    "google": "https://accounts.google.com",
    "github": "https://github.com",
    "gitlab": "https://gitlab.com",
}
TITLES = {
    "google": "Google",
    "microsoft": "Microsoft",
    "github": "GitHub",
    "gitlab": "GitLab",
    "sso": "single sign-on",
}
GITHUB_API = "https://api.github.com"


class Offered(BaseModel):
    """What the platform must know of whoever people may come in through, however they speak."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    issuer: str = Field("", description="Address of the provider; has a default for most of them")
    addresses_vouched: bool = Field(
        False,
        description="Every address it tells is the person's own. Only for a tenant or server whose "
        "administrators you trust with your users' accounts",
    )
    title: str = Field("", description="What people call it: Continue with TITLE")


class ProviderSettings(Offered):
    """What the platform must know of one provider that speaks OAuth 2.

    Example:
        >>> ProviderSettings(client_id="chat", client_secret="s").client_id
        'chat'
    """

    client_id: str = Field(min_length=1, description="The platform's name at the provider")
    client_secret: SecretStr = Field(description="What proves to the provider who asks")
    api_url: str = Field(GITHUB_API, description="Address of GitHub's API; the others have none")


def read_providers(text: object) -> object:
    """The providers in the setting's JSON, with what is known of each.

    Raises:
        ValueError: what is wrong, for the operator. Never holds the value, for it has secrets.

    Example:
        >>> read_providers('{"gitlab": {"client_id": "c"}}')["gitlab"]["title"]
        'GitLab'
    """
    if not isinstance(text, str):
        return text
    try:
        given: dict[str, dict[str, Any]] = json.loads(text or "{}")
        return {name: _completed(name, dict(told)) for name, told in given.items()}
    except (json.JSONDecodeError, AttributeError, TypeError):
        raise ValueError(
            'write it as JSON: {"google": {"client_id": "...", "client_secret": "..."}}'
        ) from None


def _completed(name: str, told: dict[str, Any]) -> dict[str, Any]:
    if name not in get_args(ProviderName):
        raise ValueError(f"{name} is not one of {', '.join(get_args(ProviderName))}")
    issuer = told.get("issuer") or KNOWN_ISSUERS.get(name)
    if not issuer:
        raise ValueError(f"{name} needs an issuer, the address of your own tenant or server")
    return {**told, "issuer": issuer, "title": told.get("title") or TITLES[name]}
