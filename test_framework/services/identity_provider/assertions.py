"""Assertions of the company's identity provider: true ones, and false ones where planned."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from flask import render_template_string
from joserfc.jwk import RSAKey
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Words  # type: ignore[import-untyped] # it has no types
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils  # type: ignore[import-untyped] # it has no types

from test_framework.services.identity_provider.faults import Fault
from test_framework.services.identity_provider.state import Person, ProviderState, new_key

OTHERS = "https://somebody-else.example"
COUNTS_FOR_S = 300
A_DAY_S = 86_400

# On one line each, for white space inside elements would be signed along.
_ASSERTION = (
    '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' ID="{{ id }}" Version="2.0" IssueInstant="{{ now }}">'
    "<saml:Issuer>{{ issuer }}</saml:Issuer>"
    '<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">'
    "{{ person.sub }}</saml:NameID>"
    '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
    "<saml:SubjectConfirmationData"
    '{% if asked %} InResponseTo="{{ asked }}"{% endif %} Recipient="{{ recipient }}"'
    ' NotOnOrAfter="{{ end }}"/></saml:SubjectConfirmation></saml:Subject>'
    '<saml:Conditions NotBefore="{{ now }}" NotOnOrAfter="{{ end }}"><saml:AudienceRestriction>'
    "<saml:Audience>{{ audience }}</saml:Audience>"
    "</saml:AudienceRestriction></saml:Conditions>"
    '<saml:AuthnStatement AuthnInstant="{{ now }}"><saml:AuthnContext><saml:AuthnContextClassRef>'
    "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
    "</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>"
    "<saml:AttributeStatement>{% for name, value in attributes.items() %}"
    '<saml:Attribute Name="{{ name }}"'
    ' NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri">'
    '<saml:AttributeValue xsi:type="xs:string">{{ value }}</saml:AttributeValue>'
    "</saml:Attribute>{% endfor %}</saml:AttributeStatement>"
    "</saml:Assertion>"
)
_ANSWER = (
    '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"'
    ' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'
    ' ID="{{ id }}" Version="2.0" IssueInstant="{{ now }}" Destination="{{ recipient }}"'
    '{% if asked %} InResponseTo="{{ asked }}"{% endif %}><saml:Issuer>{{ issuer }}</saml:Issuer>'
    '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{{ status }}">'
    "{% if reason %}"
    '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{{ reason }}"/>'
    "{% endif %}</samlp:StatusCode></samlp:Status>"
    "{% for assertion in assertions %}{{ assertion|safe }}{% endfor %}</samlp:Response>"
)


@dataclass(frozen=True)
class Question:
    """A platform's question who somebody is.

    Attributes:
        asked: ID of the request.
        platform: Entity id of who asks.
        consumer: Where the answer shall go.
    """

    asked: str
    platform: str
    consumer: str


@dataclass(frozen=True)
class Signer:
    """A private key and the certificate to it, both as PEM."""

    key: str
    certificate: str


@dataclass
class Certificates:
    """The certificates of a provider's keys: self-signed, made on first use."""

    provider: ProviderState
    _known: dict[str, Signer] = field(default_factory=dict)

    @property
    def current(self) -> Signer:
        """That of the newest key."""
        key = self.provider.signing_key
        if str(key.kid) not in self._known:
            self._known[str(key.kid)] = self_signed(key)
        return self._known[str(key.kid)]


def self_signed(key: RSAKey) -> Signer:
    """The key with a certificate for it that is good for a week."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Identity provider of a company")])
    now = datetime.now(UTC)
    private: Any = key.private_key
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=7))
        .sign(private, SHA256())
    )
    pem = certificate.public_bytes(Encoding.PEM).decode()
    return Signer(key.as_pem(private=True).decode(), pem)


def answer_to(
    question: Question, person: Person | None, provider: ProviderState, certificates: Certificates
) -> str:
    """The answer, as XML.

    Args:
        question: What is answered.
        person: Who it is; None when the person would not have it told.
        provider: Who answers, and with which faults.
        certificates: What is signed with.
    """
    happens = provider.happens
    words: dict[str, Any] = {
        "issuer": OTHERS if happens(Fault.WRONG_ISSUER) else provider.issuer,
        "recipient": question.consumer,
        "asked": question.asked,
    }
    if person is None:
        return _answer(words, "Responder", [], reason="RequestDenied")
    if happens(Fault.WRONG_RECIPIENT):
        words["recipient"] = f"{OTHERS}/acs"
    if happens(Fault.UNSOLICITED):
        words["asked"] = ""
    if happens(Fault.WRONG_NONCE):
        words["asked"] = f"_{secrets.token_hex(16)}"
    begun = time.time()
    if happens(Fault.EXPIRED_TOKEN):
        begun -= A_DAY_S
    if happens(Fault.TOKEN_OF_TOMORROW):
        begun += A_DAY_S
    audience = OTHERS if happens(Fault.WRONG_AUDIENCE) else question.platform
    told = _assertion(person, words, begun, audience)
    return _answer(words, "Success", _sealed(told, person, provider, certificates))


def _sealed(
    told: str, person: Person, provider: ProviderState, certificates: Certificates
) -> list[str]:
    """The assertion with its signature, and what else is planned to stand in the answer."""
    happens = provider.happens
    if happens(Fault.UNSIGNED):
        return [told]
    signer = self_signed(new_key()) if happens(Fault.WRONG_KEY) else certificates.current
    old = happens(Fault.SIGNED_WITH_SHA1)
    signed = Utils.add_sign(
        told,
        signer.key,
        signer.certificate,
        sign_algorithm=Words.RSA_SHA1 if old else Words.RSA_SHA256,
        digest_algorithm=Words.SHA1 if old else Words.SHA256,
    ).decode()
    if happens(Fault.CHANGED):
        return [signed.replace(f"{person.sub}<", f"{person.sub}0<")]
    if happens(Fault.WRAPPED):
        forged = told.replace(f"{person.sub}<", f"{person.sub}0<").replace(' ID="_', ' ID="_f')
        return [forged, signed]
    return [signed]


def _assertion(person: Person, words: dict[str, Any], begun: float, audience: str) -> str:
    return render_template_string(
        _ASSERTION,
        **words,
        **_made(begun),
        end=Utils.parse_time_to_SAML(int(begun) + COUNTS_FOR_S),
        audience=audience,
        person=person,
        attributes={
            "urn:oid:0.9.2342.19200300.100.1.3": person.email,
            "urn:oid:2.16.840.1.113730.3.1.241": person.name,
        },
    )


def _answer(words: dict[str, Any], status: str, assertions: list[str], reason: str = "") -> str:
    more = {"status": status, "reason": reason, "assertions": assertions}
    return render_template_string(_ANSWER, **words, **_made(time.time()), **more)


def _made(when: float) -> dict[str, str]:
    return {"id": f"_{secrets.token_hex(16)}", "now": Utils.parse_time_to_SAML(int(when))}
