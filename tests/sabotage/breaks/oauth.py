"""Promises of coming in through a provider, broken: each check of the platform, switched off."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace as changed
from datetime import timedelta

import jwt as unchecked
from fastapi.responses import RedirectResponse
from joserfc import jwt
from sqlalchemy import select

from chat_platform.accounts.addresses import read_address
from chat_platform.accounts.oauth import api, flows, id_tokens, newcomers, openid, providers
from chat_platform.accounts.oauth.flows import Flows
from chat_platform.accounts.oauth.id_tokens import SigningKeys
from chat_platform.accounts.oauth.newcomers import Newcomers
from chat_platform.accounts.second_factor import SecondFactors
from chat_platform.accounts.tables import User
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from tests.sabotage.catalogue import breaks, replace

LET_IN = "Mallory was told 'nothing: the chat opened"
NOT_TRUSTED = "false-identity-refused"


@breaks("provider-log-in", finding="Zoë is inside as .*Somebody")
def names_of_newcomers_lost() -> None:
    """Whoever comes from a provider is called somebody."""

    def make(_make):
        return lambda session, newcomer, address: _make(
            session, changed(newcomer, name="Somebody"), address
        )

    replace(newcomers, "_make", make)


@breaks("provider-log-in", finding="took longer than their limit.*coming in")
def slow_provider_log_in() -> None:
    """Coming in through a provider takes four seconds more."""

    def make(account_of):
        async def slowly(self, newcomer):
            await asyncio.sleep(4)
            return await account_of(self, newcomer)

        return slowly

    replace(Newcomers, "account_of", make)


@breaks("provider-changes-keys", finding="Zoë is outside")
def keys_fetched_once() -> None:
    """The provider's keys are kept for ever."""

    def make(_verified):
        async def verified(self, token):
            return id_tokens.verify(token, self._keys or await self.fetched())

        return verified

    replace(SigningKeys, "verified", make)


@breaks("way-ends-in-the-chat", finding="for a page of the platform itself")
def way_ends_anywhere() -> None:
    """The way through a provider ends wherever a link says."""
    replace(api, "own_path", lambda _: lambda path: path)


@breaks("provider-trouble-told", finding="for the chat, or a word why not")
def trouble_not_foreseen() -> None:
    """A provider that fails makes the platform fail."""

    @asynccontextmanager
    async def untold(_provider):
        yield

    replace(api, "trouble_told", lambda _: untold)


def _unverified(token):
    claims = unchecked.decode(token, options={"verify_signature": False})
    return jwt.Token(unchecked.get_unverified_header(token), claims)


def _believe(*algorithms):
    """Let tokens of these algorithms through without a look at the signature."""

    def make(verify):
        def believing(token, keys):
            if unchecked.get_unverified_header(token)["alg"] in algorithms:
                return _unverified(token)
            return verify(token, keys)

        return believing

    replace(id_tokens, "verify", make)


def _do_not_expect(*claims):
    def make(expected):
        def fewer(*details):
            return {name: how for name, how in expected(*details).items() if name not in claims}

        return fewer

    replace(id_tokens, "expected", make)


@breaks(NOT_TRUSTED, finding=LET_IN)
def provider_signature_not_checked() -> None:
    """An ID token is believed whoever signed it."""
    _believe("RS256")


@breaks(NOT_TRUSTED, finding=LET_IN)
def unsigned_id_token_believed() -> None:
    """An ID token that says it needs no signature is believed."""
    _believe("none")


@breaks(NOT_TRUSTED, finding=LET_IN)
def public_key_taken_for_a_secret() -> None:
    """The token chooses the algorithm: HS256 with the public key as the secret will do."""
    _believe("HS256")


@breaks(NOT_TRUSTED, finding=LET_IN)
def nonce_not_compared() -> None:
    """An ID token of another log-in is believed."""
    _do_not_expect("nonce")


@breaks(NOT_TRUSTED, finding=LET_IN)
def issuer_not_compared() -> None:
    """An ID token that names another provider is believed."""
    _do_not_expect("iss")


@breaks(NOT_TRUSTED, finding=LET_IN)
def audience_not_compared() -> None:
    """An ID token that was made for another platform is believed."""
    _do_not_expect("aud")

    def make(check_claims):
        return lambda token, options, _client_id, access: check_claims(token, options, "", access)

    replace(id_tokens, "check_claims", make)


@breaks(NOT_TRUSTED, finding=LET_IN)
def id_token_lives_for_ever() -> None:
    """An ID token that has run out is believed."""
    replace(id_tokens, "LEEWAY_S", lambda _: 10**9)


@breaks(NOT_TRUSTED, finding=LET_IN)
def answer_of_any_provider() -> None:
    """The answer is taken for that of the provider that was asked, whoever it names."""
    replace(openid, "same_issuer", lambda _: lambda _answer, _issuer, **_how: None)


@breaks("consent-needed", finding="for the chat, or a word why not")
def denial_not_told() -> None:
    """Whoever denies the consent finds the log-in page, and no word why."""

    def make(refused):
        def silent(code):
            return (
                RedirectResponse("/log-in") if code == ErrorCode.PROVIDER_DENIED else refused(code)
            )

        return silent

    replace(api, "_refused", make)


@breaks("way-back-is-ones-own", finding="Ada was told 'nothing: the chat opened")
def any_browser_may_come_back() -> None:
    """A way back is not bound to the browser that set out."""
    replace(flows, "same_browser", lambda _: lambda _flow, _browser: True)


@breaks("way-back-is-ones-own", finding="Ada was told 'The answer of the provider")
def state_used_again() -> None:
    """A state works any number of times: only the provider still notices the used code."""
    let_ways_back_count_again()


def let_ways_back_count_again() -> None:
    """Take each way back any number of times."""
    known = {}

    def make(come_back):
        async def again(self, provider, browser, state):
            try:
                known[state] = await come_back(self, provider, browser, state)
            except Problem:
                if state not in known:
                    raise
            return known[state]

        return again

    replace(Flows, "come_back", make)


@breaks("way-back-runs-out", finding="Ada was told 'nothing: the chat opened")
def way_back_lasts_for_ever() -> None:
    """One may come back from a provider whenever one likes."""

    def make(depart):
        return lambda self, *details: depart(changed(self, lifetime=timedelta(days=1)), *details)

    replace(Flows, "depart", make)


@breaks("caught-code-worthless", finding=LET_IN)
def code_without_verifier() -> None:
    """Codes are not bound to the flow they were made for (no PKCE)."""

    class WithoutPkce(providers.AsyncOAuth2Client):
        def fetch_token(self, *details, code_verifier, **more):
            del code_verifier
            return super().fetch_token(*details, **more)

    replace(providers, "AsyncOAuth2Client", lambda _: WithoutPkce)
    replace(providers, "CHALLENGE_METHOD", lambda _: None)


@breaks("provider-must-vouch", finding=LET_IN)
def any_address_believed() -> None:
    """An address counts although the provider does not vouch for it."""
    replace(newcomers, "_own_address", lambda _: lambda newcomer: read_address(newcomer.email))


def _known_by_address() -> None:
    def make(user_of):
        def by_address(session, newcomer):
            address = read_address(newcomer.email).key
            owner = session.scalar(select(User).where(User.address == address))
            return user_of(session, newcomer) or owner

        return by_address

    replace(newcomers, "_user_of", make)


@breaks("link-needs-proof", finding=LET_IN)
def address_is_proof_enough() -> None:
    """Whoever has the address at a provider gets the account."""
    _known_by_address()


@breaks("person-not-address", finding=LET_IN)
def person_known_by_address() -> None:
    """Whoever has the address now is taken for who had it before."""
    _known_by_address()


@breaks("proof-links", finding="is outside")
def proof_forgotten() -> None:
    """The proof is taken, and nothing is linked."""

    def make(_link):
        async def forget(_self, _user, _token):
            return None

        return forget

    replace(Newcomers, "link", make)


@breaks("second-factor-not-bypassed", finding=r"was told 'nothing: the chat opened'")
def provider_leads_past_the_code() -> None:
    """Who comes through a provider is not asked for the code, and let in."""

    def make(_is_on):
        async def never(_self, _user_id):
            return False

        return never

    replace(SecondFactors, "is_on", make)
