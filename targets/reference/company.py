"""A company's own log-in (SAML): what platform and identity provider must know of each other."""

from __future__ import annotations

import json

from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser as Parser  # type: ignore[import-untyped] # it has no types

from targets.reference.settings import Settings
from test_framework.services.identity_provider import IdentityProvider

COMPANY = "saml"


def company_settings(providers: IdentityProvider) -> Settings:
    """What the platform must be told, as an operator reads it in the provider's metadata."""
    told = Parser.parse(providers[COMPANY].metadata())["idp"]
    company = {
        "issuer": told["entityId"],
        "sso_url": told["singleSignOnService"]["url"],
        "certificate": told["x509cert"],
    }
    return {"CHAT_SAML": json.dumps(company)}


def introduce_company(providers: IdentityProvider, base_url: str) -> None:
    """Tell the company's identity provider of the platform."""
    own = f"{base_url}/auth/oauth/{COMPANY}"
    providers[COMPANY].register_client(f"{own}/metadata", "", f"{own}/acs")
