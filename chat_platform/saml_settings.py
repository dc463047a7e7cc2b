"""The setting ``CHAT_SAML``: the company whose people come in by its own log-in (SAML 2.0)."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from binascii import Error as NoBase64

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import Field, field_validator

from chat_platform.oauth_settings import Offered

# The names that directories give them (X.500/LDAP attribute profile, SAML 2.0 Profiles, 8.2).
MAIL = "urn:oid:0.9.2342.19200300.100.1.3"
DISPLAY_NAME = "urn:oid:2.16.840.1.113730.3.1.241"


class SamlSettings(Offered):
    """What the platform must know of the company's identity provider; its metadata tells it.

    The platform's own entity id is ``URL/auth/oauth/saml/metadata``, where its metadata is, too.

    Example:
        >>> SamlSettings.model_fields["title"].default
        'company log-in'
    """

    issuer: str = Field(min_length=1, description="Entity id of the identity provider")
    sso_url: str = Field(
        pattern=r"^https?://\S+$", description="Its single sign-on address, for HTTP-Redirect"
    )
    certificate: str = Field(description="What it signs with: X.509, as PEM or its base64 alone")
    email_attribute: str = Field(MAIL, description="Attribute that holds the e-mail address")
    name_attribute: str = Field(DISPLAY_NAME, description="Attribute that holds the full name")
    addresses_vouched: bool = Field(
        True,
        description="Its addresses count as the people's own: whoever sets it up here trusts the "
        "company's administrators. With false nobody gets an account by it",
    )
    title: str = Field("company log-in", description="What people call it: Continue with TITLE")

    @field_validator("certificate")
    @classmethod
    def _is_certificate(cls, value: str) -> str:
        bare = re.sub(r"-----[A-Z ]+-----|\s", "", value)
        try:
            known = x509.load_der_x509_certificate(b64decode(bare, validate=True))
        except (NoBase64, ValueError) as trouble:
            raise ValueError("certificate is no X.509 certificate in PEM or base64") from trouble
        return known.public_bytes(Encoding.PEM).decode()


def read_company(text: object) -> object:
    """The company in the setting's JSON; none in an empty one.

    Raises:
        ValueError: it is no JSON, for the operator.

    Example:
        >>> read_company('{"issuer": "https://idp.example"}'), read_company("")
        ({'issuer': 'https://idp.example'}, None)
    """
    if not isinstance(text, str):
        return text
    try:
        return json.loads(text or "null")
    except json.JSONDecodeError:
        raise ValueError(
            'write it as JSON: {"issuer": "...", "sso_url": "...", "certificate": "..."}'
        ) from None
