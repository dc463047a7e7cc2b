"""Assertions of a company's identity provider: what must be true of one to be believed.

The profile is Web Browser SSO (SAML 2.0 Profiles, 4.1). python3-saml checks the schema, that there
is one assertion, its signature, issuers, times, and whatever else is *there*; several things that
the profile demands it lets be absent. Those are demanded here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml.etree import LxmlError  # type: ignore[import-untyped] # it has no types
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError  # type: ignore[import-untyped] # it has no types
from onelogin.saml2.response import OneLogin_Saml2_Response  # type: ignore[import-untyped] # it has no types
from onelogin.saml2.settings import OneLogin_Saml2_Settings  # type: ignore[import-untyped] # it has no types
from onelogin.saml2.utils import OneLogin_Saml2_Utils  # type: ignore[import-untyped] # it has no types

from chat_platform.accounts.oauth.providers import Untrusted
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem

PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
DENIED = "urn:oasis:names:tc:SAML:2.0:status:RequestDenied"
CONFIRMATION = (
    f"/saml:Subject/saml:SubjectConfirmation[@Method='{BEARER}']/saml:SubjectConfirmationData"
)
# One way to sign, whatever the answer says: RSA with SHA-256, of the whole element in its
# exclusive canonical form. It also keeps XSLT and XPath out, which run before the signature counts.
ALGORITHMS = frozenset(
    {
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        "http://www.w3.org/2001/04/xmlenc#sha256",
        "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
        "http://www.w3.org/2001/10/xml-exc-c14n#",
    }
)
SECURITY: Mapping[str, Any] = {
    "wantAssertionsSigned": True,
    "rejectDeprecatedAlgorithm": True,
    "requestedAuthnContext": False,
    "allowSingleLabelDomains": True,
}


@dataclass(frozen=True)
class Statement:
    """What a believed assertion says.

    Attributes:
        subject: The person's persistent number at the identity provider.
        attributes: By their names.
    """

    subject: str
    attributes: Mapping[str, Sequence[str]]

    def first(self, name: str) -> str:
        """The attribute's first value; empty where it is not told."""
        return str(next(iter(self.attributes.get(name, ())), ""))


def read_statement(settings: OneLogin_Saml2_Settings, answer: str, request_id: str) -> Statement:
    """What the answer says, if it is to be believed. Takes some milliseconds of computing.

    Args:
        settings: Of python3-saml, strict and with :data:`SECURITY`.
        answer: What the browser posted as ``SAMLResponse``: base64 of XML.
        request_id: ID of the request that it must answer.

    Raises:
        Untrusted: it is not to be believed.
        Problem: ``provider_denied``; nobody was told who it is.
    """
    try:
        response = OneLogin_Saml2_Response(settings, answer)
        if denied(response):
            raise Problem(ErrorCode.PROVIDER_DENIED)
        check_signatures(response)
        if not response.is_valid(_received_at(consumer_of(settings)), request_id):
            raise Untrusted(response.get_error())
        check_conditions(response)
        # By the library's own query, for that looks where the signature is.
        confirmations = response._query_assertion(CONFIRMATION)
        consumer = consumer_of(settings)
        if not any(confirms(data, consumer, request_id) for data in confirmations):
            raise Untrusted("the assertion is not confirmed for this request and this address")
        return Statement(subject_of(response), response.get_attributes())
    except (LxmlError, OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError) as trouble:
        raise Untrusted(str(trouble)) from trouble


def denied(response: OneLogin_Saml2_Response) -> bool:
    """Whether the person, or the company, would not have us told who it is. No signature needed."""
    codes = response.document.findall(".//{*}StatusCode")
    return any(code.get("Value") == DENIED for code in codes)


def check_signatures(response: OneLogin_Saml2_Response) -> None:
    """Make sure that each signature is of the one kind, and of one thing.

    Raises:
        Untrusted: it is not.
    """
    for signature in response.document.findall(".//{http://www.w3.org/2000/09/xmldsig#}Signature"):
        algorithms = set(signature.xpath(".//@Algorithm"))
        if not algorithms <= ALGORITHMS:
            raise Untrusted(f"signed with {', '.join(sorted(algorithms - ALGORITHMS))}")
        if len(signature.findall(".//{*}Reference")) != 1:
            raise Untrusted("the signature is not of one thing")


def check_conditions(response: OneLogin_Saml2_Response) -> None:
    """Make sure that the assertion is made out to somebody; the library made sure it is to us.

    Raises:
        Untrusted: it is made out to nobody.
    """
    if not response.get_audiences():
        raise Untrusted("the assertion names no audience")


def confirms(data: Any, consumer: str, request_id: str) -> bool:
    """Whether this makes the assertion ours (SAML 2.0 Profiles, 4.1.4.3).

    Of the answer itself, which nobody signs, only the assertion in it counts: it must name the
    request, so that an assertion that somebody caught fits into no other answer.

    Args:
        data: A ``SubjectConfirmationData`` of the signed assertion.
        consumer: The address at which we take answers.
        request_id: ID of the request that was made.
    """
    return answers(data, request_id) and sent_to(data, consumer) and still_counts(data)


def answers(data: Any, request_id: str) -> bool:
    """Whether it answers this request; one that answers none is unsolicited."""
    return bool(data.get("InResponseTo") == request_id)


def sent_to(data: Any, consumer: str) -> bool:
    """Whether it is for this address: exactly, where the library compares beginnings."""
    return bool(data.get("Recipient") == consumer)


def still_counts(data: Any) -> bool:
    """Whether it has an end, which is to come."""
    end = data.get("NotOnOrAfter")
    now = OneLogin_Saml2_Utils.now()
    return end is not None and bool(OneLogin_Saml2_Utils.parse_SAML_to_time(end) > now)


def subject_of(response: OneLogin_Saml2_Response) -> str:
    """The person's number, which never changes hands (SAML 2.0 Core, 8.3.7).

    Raises:
        Untrusted: it is of another kind, or of another namespace than the provider's own.
    """
    if response.get_nameid_format() != PERSISTENT:
        raise Untrusted(f"the name is {response.get_nameid_format()}, not persistent")
    if response.get_nameid_nq() not in (None, *response.get_issuers()):
        raise Untrusted(f"the name is of {response.get_nameid_nq()}")
    return str(response.get_nameid())


def consumer_of(settings: OneLogin_Saml2_Settings) -> str:
    """The address at which we take answers."""
    return str(settings.get_sp_data()["assertionConsumerService"]["url"])


def _received_at(consumer: str) -> Mapping[str, str]:
    """That address as the library wants it: never what a request says of its own host."""
    url = urlsplit(consumer)
    https = "on" if url.scheme == "https" else "off"
    return {"https": https, "http_host": url.netloc, "script_name": url.path}
