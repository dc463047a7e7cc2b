"""What can go wrong at a provider, on purpose."""

from enum import StrEnum


class Fault(StrEnum):
    """One false step of a provider. Planned, it happens once, in the next flow that gets there.

    The first group makes a false ID token (OpenID Connect Core, 3.1.3.7), the second a false
    answer of the authorization endpoint, the third troubles the token endpoint.
    """

    WRONG_KEY = "wrong_key"
    ALG_NONE = "alg_none"
    ALG_NONE_SPELLED = "alg_none_spelled"  # "nOnE": RFC 7515, 4.1.1 tells cases apart
    KEY_CONFUSION = "key_confusion"  # HS256 with the public key as the secret (RFC 8725, 2.1)
    OWN_KEY = "own_key"  # the header brings the key that fits (RFC 7515, 4.1.3)
    UNKNOWN_KEY = "unknown_key"
    WRONG_NONCE = "wrong_nonce"
    WRONG_ISSUER = "wrong_issuer"
    WRONG_AUDIENCE = "wrong_audience"
    WRONG_PARTY = "wrong_party"  # azp: it was made out to another platform
    TOKEN_OF_TOMORROW = "token_of_tomorrow"  # noqa: S105 - a fault, no token
    WRONG_ACCESS_TOKEN = "wrong_access_token"  # noqa: S105 - a fault: at_hash of another one
    EXPIRED_TOKEN = "expired_token"  # noqa: S105 - a fault, no token

    WRONG_RESPONSE_ISSUER = "wrong_response_issuer"  # RFC 9207
    KEEP_CODE = "keep_code"  # the page stops before the way back: somebody can catch the code
    INJECT_CODE = "inject_code"  # the code that was caught comes in another person's flow

    # Of SAML assertions; those above that mean the same there are theirs, too.
    UNSIGNED = "unsigned"
    WRONG_RECIPIENT = "wrong_recipient"
    UNSOLICITED = "unsolicited"
    WRAPPED = "wrapped"  # a forged assertion besides the signed one ("signature wrapping")
    SIGNED_WITH_SHA1 = "signed_with_sha1"
    CHANGED = "changed"  # after it was signed

    FAIL = "fail"
    DELAY = "delay"
