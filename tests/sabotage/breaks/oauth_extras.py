"""Further promises of coming in through a provider, broken."""

import jwt as unchecked
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from sqlalchemy import update

from chat_platform.accounts.oauth import id_tokens, openid, providers
from chat_platform.accounts.oauth.newcomers import Newcomers
from chat_platform.accounts.tables import User
from tests.sabotage.catalogue import breaks, replace

LET_IN = "Mallory was told 'nothing: the chat opened"
NOT_TRUSTED = "false-identity-refused"


def _believe_when(fits):
    """Let ID tokens through of which the header fits, without a look at the signature."""

    def make(verify):
        def believing(token, keys):
            header = unchecked.get_unverified_header(token)
            if fits(header, keys):
                claims = unchecked.decode(token, options={"verify_signature": False})
                return jwt.Token(header, claims)
            return verify(token, keys)

        return believing

    replace(id_tokens, "verify", make)


@breaks(NOT_TRUSTED, finding=LET_IN)
def unsigned_id_token_in_other_letters() -> None:
    """Only the usual spelling of "none" is refused in an ID token."""
    _believe_when(lambda header, _keys: header["alg"] == "nOnE")


@breaks(NOT_TRUSTED, finding=LET_IN)
def id_token_brings_its_key() -> None:
    """An ID token is checked with the key that it brings along."""
    _believe_when(lambda header, _keys: "jwk" in header)


@breaks(NOT_TRUSTED, finding=LET_IN)
def unknown_key_believed() -> None:
    """An ID token of a key that the provider does not tell of is believed."""
    _believe_when(lambda header, keys: header["kid"] not in {key.kid for key in keys.keys})


@breaks(NOT_TRUSTED, finding=LET_IN)
def party_not_compared() -> None:
    """An ID token that was made out to another platform is believed."""
    replace(CodeIDToken, "validate_azp", lambda _: lambda _self: None)


@breaks(NOT_TRUSTED, finding=LET_IN)
def id_token_of_tomorrow_believed() -> None:
    """An ID token that was made tomorrow is believed."""
    replace(jwt.JWTClaimsRegistry, "validate_iat", lambda _: lambda _self, _value: None)


@breaks(NOT_TRUSTED, finding=LET_IN)
def access_token_not_compared() -> None:
    """An ID token that goes with another access token is believed."""
    replace(CodeIDToken, "validate_at_hash", lambda _: lambda _self: None)


@breaks("provider-must-vouch", finding=LET_IN)
def every_tenant_believed() -> None:
    """Microsoft's addresses count, although any tenant's administrator may write them."""

    def make(vouched):
        return lambda claims, name, settings: name == "microsoft" or vouched(claims, name, settings)

    replace(openid, "vouched", make)


@breaks("slow-provider-told", finding="Ada was told 'nothing: the chat opened")
def slow_provider_waited_for() -> None:
    """A provider may take as long as it likes."""

    class Patient(providers.AsyncOAuth2Client):
        def __init__(self, *details, timeout, **more):
            del timeout
            super().__init__(*details, timeout=None, **more)

    replace(providers, "AsyncOAuth2Client", lambda _: Patient)


@breaks("new-address-same-account", finding="the account now has the address new")
def address_follows_the_provider() -> None:
    """The account takes the address that the provider has for its owner."""

    def make(account_of):
        async def following(self, newcomer):
            user = await account_of(self, newcomer)
            this = update(User).where(User.id == user.id).values(email=newcomer.email)
            await self.writer.run(lambda session: session.execute(this) and None)
            return user

        return following

    replace(Newcomers, "account_of", make)
