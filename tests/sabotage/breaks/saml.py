"""Promises of a company's own log-in, broken: each check of an assertion, switched off."""

from onelogin.saml2.response import OneLogin_Saml2_Response as Response
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils

from chat_platform.accounts.oauth import assertions, flows, saml
from tests.sabotage.breaks.oauth import let_ways_back_count_again
from tests.sabotage.catalogue import breaks, replace

LET_IN = "Mallory was told 'nothing: the chat opened"
ADA_LET_IN = "Ada was told 'nothing: the chat opened"
NOT_TRUSTED = "false-assertion-refused"
ONES_OWN = "company-word-is-ones-own"
SHA1 = {"http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#sha1"}


def _always(owner, name, value) -> None:
    replace(owner, name, lambda _: lambda *_details, **_more: value)


@breaks(NOT_TRUSTED, finding=LET_IN)
def unsigned_assertion_believed() -> None:
    """An assertion needs no signature."""

    def found(process):
        return lambda self: process(self) or ["{urn:oasis:names:tc:SAML:2.0:assertion}Assertion"]

    def good(validate_sign):
        return lambda xml, *details, **more: (
            xml.find(".//{http://www.w3.org/2000/09/xmldsig#}Signature") is None
            or validate_sign(xml, *details, **more)
        )

    replace(Response, "process_signed_elements", found)
    replace(Utils, "validate_sign", good)


@breaks(NOT_TRUSTED, finding=LET_IN)
def assertion_brings_its_certificate() -> None:
    """The signature of an assertion is checked with the certificate that it brings along."""

    def make(validate_sign):
        def believing(xml, _known, *details, **more):
            brought = xml.findtext(".//{http://www.w3.org/2000/09/xmldsig#}X509Certificate")
            return validate_sign(xml, Utils.format_cert(brought), *details, **more)

        return believing

    replace(Utils, "validate_sign", make)


@breaks(NOT_TRUSTED, finding=LET_IN)
def assertion_signature_not_verified() -> None:
    """There must be a signature, and nobody looks what it signs."""
    _always(Utils, "validate_sign", True)


@breaks(NOT_TRUSTED, finding=LET_IN)
def broken_algorithms_accepted() -> None:
    """A signature with SHA-1 is as good as any."""
    replace(saml, "SECURITY", lambda security: {**security, "rejectDeprecatedAlgorithm": False})
    replace(assertions, "ALGORITHMS", lambda allowed: allowed | SHA1)


@breaks(NOT_TRUSTED, finding=LET_IN)
def first_assertion_read() -> None:
    """One assertion is checked, and the first one read: signature wrapping."""
    _always(Response, "validate_num_assertions", True)

    def make(_query):
        return lambda self, path: self._query(f"(//saml:Assertion)[1]{path}")

    replace(Response, "_query_assertion", make)


@breaks(NOT_TRUSTED, finding=LET_IN)
def unsolicited_assertion_believed() -> None:
    """An assertion that answers no request is believed."""
    replace(
        assertions,
        "answers",
        lambda answers: (
            lambda data, asked: data.get("InResponseTo") is None or answers(data, asked)
        ),
    )


def _any_request() -> None:
    _always(assertions, "answers", True)
    _always(Response, "get_in_response_to", None)


@breaks(NOT_TRUSTED, finding=LET_IN)
def request_not_compared() -> None:
    """An assertion that answers another request is believed."""
    _any_request()


@breaks(NOT_TRUSTED, finding=LET_IN)
def entity_not_compared() -> None:
    """An assertion that names another issuer is believed."""

    def make(_issuers):
        return lambda self: [self._settings.get_idp_data()["entityId"]]

    replace(Response, "get_issuers", make)


@breaks(NOT_TRUSTED, finding=LET_IN)
def assertion_for_any_audience() -> None:
    """An assertion that was made for another platform is believed."""

    def make(_audiences):
        return lambda self: [self._settings.get_sp_data()["entityId"]]

    replace(Response, "get_audiences", make)


@breaks(NOT_TRUSTED, finding=LET_IN)
def assertion_for_any_address() -> None:
    """An assertion that was sent to another address is believed."""
    _always(assertions, "sent_to", True)
    _always(Utils, "get_self_url_no_query", "")


@breaks(NOT_TRUSTED, finding=LET_IN)
def assertion_lives_for_ever() -> None:
    """An assertion that has run out is believed."""
    _always(Utils, "now", 0)
    _always(Response, "validate_timestamps", True)


@breaks(NOT_TRUSTED, finding=LET_IN)
def assertion_of_tomorrow_believed() -> None:
    """An assertion that does not count yet is believed."""
    _always(Response, "validate_timestamps", True)


@breaks(ONES_OWN, finding=LET_IN)
def caught_word_answers_any_request() -> None:
    """The word of a company is not bound to the log-in that asked for it."""
    _any_request()


@breaks(ONES_OWN, finding=ADA_LET_IN)
def word_counts_in_any_browser() -> None:
    """The word of a company is taken from a browser that did not ask for it."""
    _always(flows, "same_browser", True)


@breaks(ONES_OWN, finding=ADA_LET_IN)
def word_counts_again() -> None:
    """The word of a company counts any number of times."""
    let_ways_back_count_again()
