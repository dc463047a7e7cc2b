"""The identity provider of a company: SAML 2.0, asked by HTTP-Redirect, answered by HTTP-POST.

Its clients are the platforms it knows: by entity id, each with the addresses it takes answers at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, render_template_string, request, session
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils  # type: ignore[import-untyped] # it has no types
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML as Xml  # type: ignore[import-untyped] # it has no types

from test_framework.services.identity_provider.assertions import Certificates, Question, answer_to
from test_framework.services.identity_provider.pages import page
from test_framework.services.identity_provider.state import Person, ProviderState

_METADATA = """<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"
 entityID="{{ issuer }}"><md:IDPSSODescriptor
 protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing">
<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>
{{- certificate -}}
</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
<md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>
<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
 Location="{{ issuer }}/sso"/></md:IDPSSODescriptor></md:EntityDescriptor>"""

# What every identity provider sends (SAML 2.0 Bindings, 3.5.4): a form that submits itself.
_FORM = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ title }}</title></head>
<body onload="document.forms[0].submit()">
<form method="post" action="{{ consumer }}">
<input type="hidden" name="SAMLResponse" value="{{ answer }}">
<input type="hidden" name="RelayState" value="{{ relay_state }}">
<noscript><button>Go on</button></noscript>
</form>
</body>
</html>
"""


@dataclass(frozen=True)
class _Endpoint:
    """The single sign-on address: log-in page, consent page, and the form that goes back."""

    provider: ProviderState
    certificates: Certificates
    log_in: Callable[[ProviderState], Any]

    def serve(self) -> Any:
        """One request of the browser."""
        provider = self.provider
        question = read_question(request.args["SAMLRequest"])
        client = provider.clients.get(question.platform)
        if client is None or not client.check_redirect_uri(question.consumer):
            # Never to an address that nobody registered.
            return page(provider.title, problem=f"{question.platform} is not known here."), 400
        person = provider.people.get(session.get(provider.name, ""))
        step = request.form.get("step", "")
        if step == "log in":
            return self.log_in(provider)
        if person is None:
            return page(provider.title, "log in")
        if step not in ("allow", "deny"):
            return page(provider.title, "consent", name=person.name, client=question.platform)
        return self._answer(question, person if step == "allow" else None)

    def _answer(self, question: Question, person: Person | None) -> str:
        answer = answer_to(question, person, self.provider, self.certificates)
        return render_template_string(
            _FORM,
            title=self.provider.title,
            consumer=question.consumer,
            answer=Utils.b64encode(answer),
            relay_state=request.args.get("RelayState", ""),
        )


def serve(app: Flask, provider: ProviderState, log_in: Callable[[ProviderState], Any]) -> None:
    """Serve metadata and single sign-on.

    Args:
        app: Where.
        provider: Whose.
        log_in: Answers the form of the log-in page.
    """
    certificates = Certificates(provider)

    def metadata() -> Response:
        bare = Utils.format_cert(certificates.current.certificate, heads=False)
        told = render_template_string(_METADATA, issuer=provider.issuer, certificate=bare)
        return Response(told, mimetype="application/samlmetadata+xml")

    app.add_url_rule(f"/{provider.name}/metadata", f"{provider.name}.metadata", metadata)
    app.add_url_rule(
        f"/{provider.name}/sso",
        f"{provider.name}.sso",
        _Endpoint(provider, certificates, log_in).serve,
        methods=["GET", "POST"],
    )


def read_question(encoded: str) -> Question:
    """What a platform asks, from the address (SAML 2.0 Bindings, 3.4.4.1)."""
    asked = Xml.to_etree(Utils.decode_base64_and_inflate(encoded))
    platform = asked.findtext("{urn:oasis:names:tc:SAML:2.0:assertion}Issuer")
    return Question(asked.get("ID"), platform, asked.get("AssertionConsumerServiceURL"))
