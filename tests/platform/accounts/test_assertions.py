"""What an assertion must say to be believed, each piece alone left out or changed."""

from __future__ import annotations

import pytest
from flask import Flask
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Words
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils

from chat_platform.accounts.oauth.assertions import consumer_of, read_statement
from chat_platform.accounts.oauth.providers import Untrusted
from chat_platform.accounts.oauth.saml import library_settings
from chat_platform.accounts.oauth.saml_names import METADATA_PATH
from chat_platform.saml_settings import DISPLAY_NAME, MAIL, SamlSettings
from test_framework.services.identity_provider import assertions
from test_framework.services.identity_provider.assertions import Certificates, Question, answer_to
from test_framework.services.identity_provider.state import Person, ProviderState

URL, ASKED = "https://chat.example", "_asked"
ISSUER = "https://idp.example/saml"
GRACE = Person("1906", "grace@navy.example", True, "Grace Hopper", "")
PROVIDER = ProviderState("saml", ISSUER)
CERTIFICATES = Certificates(PROVIDER)


@pytest.fixture(scope="module")
def settings() -> OneLogin_Saml2_Settings:
    told = SamlSettings(
        issuer=ISSUER, sso_url=f"{ISSUER}/sso", certificate=CERTIFICATES.current.certificate
    )
    return OneLogin_Saml2_Settings(library_settings(told, URL))


def answered(settings: OneLogin_Saml2_Settings) -> str:
    question = Question(ASKED, f"{URL}{METADATA_PATH}", consumer_of(settings))
    with Flask("identity_provider").app_context():
        return Utils.b64encode(answer_to(question, GRACE, PROVIDER, CERTIFICATES))


def change(monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    """Let the provider sign another assertion than it should."""
    template = assertions._ASSERTION
    assert old in template
    monkeypatch.setattr(assertions, "_ASSERTION", template.replace(old, new))


def test_a_true_assertion_is_believed(settings):
    said = read_statement(settings, answered(settings), ASKED)
    assert (said.subject, said.first(MAIL)) == ("1906", "grace@navy.example")
    assert (said.first(DISPLAY_NAME), said.first("another")) == ("Grace Hopper", "")


PERSISTENT = "nameid-format:persistent"
CONFIRMED = '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("<saml:Audience>{{ audience }}</saml:Audience>", "<saml:Audience/>", "no audience"),
        ('{% if asked %} InResponseTo="{{ asked }}"{% endif %}', "", "not confirmed"),
        (' Recipient="{{ recipient }}"', "", "not confirmed"),
        ('Recipient="{{ recipient }}"', 'Recipient="{{ recipient }}/more"', "not confirmed"),
        (' NotOnOrAfter="{{ end }}"/></saml:SubjectC', "/></saml:SubjectC", "not confirmed"),
        ("cm:bearer", "cm:sender-vouches", "SubjectConfirmation"),
        (PERSISTENT, "nameid-format:transient", "not persistent"),
        (f'{PERSISTENT}"', f'{PERSISTENT}" NameQualifier="https://other.example"', "is of"),
        ("{{ person.sub }}", "", "empty NameID"),
        ("{{ issuer }}", "https://other.example", "Invalid issuer"),
    ],
)
def test_what_lacks_a_piece_is_not_believed(settings, monkeypatch, old, new, reason):
    change(monkeypatch, old, new)
    with pytest.raises(Untrusted, match=reason):
        read_statement(settings, answered(settings), ASKED)


def test_one_confirmation_cannot_lend_what_another_lacks(settings, monkeypatch):
    """One that has run out, and one that counts and is another's."""
    fitting = f'{CONFIRMED}<saml:SubjectConfirmationData InResponseTo="{{{{ asked }}}}"'
    fitting += ' Recipient="{{ recipient }}" NotOnOrAfter="2020-01-01T00:00:00Z"/>'
    another = f"{fitting}</saml:SubjectConfirmation>{CONFIRMED}"
    change(monkeypatch, CONFIRMED, another)
    data = '<saml:SubjectConfirmationData{% if asked %} InResponseTo="{{ asked }}"{% endif %}'
    change(monkeypatch, data, "<saml:SubjectConfirmationData")
    with pytest.raises(Untrusted, match="not confirmed"):
        read_statement(settings, answered(settings), ASKED)


def test_only_one_algorithm_is_accepted(settings, monkeypatch):
    monkeypatch.setattr(Words, "RSA_SHA256", Words.RSA_SHA512)
    answer = answered(settings)
    monkeypatch.undo()
    with pytest.raises(Untrusted, match=r"signed with .*rsa-sha512"):
        read_statement(settings, answer, ASKED)


@pytest.mark.parametrize("text", ["", "<a/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "no"])
def test_what_is_no_answer_is_not_believed(settings, text):
    with pytest.raises((Untrusted, ValueError)):
        read_statement(settings, Utils.b64encode(text), ASKED)
