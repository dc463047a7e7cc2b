"""What a company's log-in needs over HTTP besides what all providers do."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from chat_platform.accounts.oauth.api import SEE_OTHER, Part, provider_of
from chat_platform.accounts.oauth.saml_names import ANSWER, CONSUMER_PATH, METADATA_PATH, NAME
from chat_platform.operations.problems import ProblemBody

router = APIRouter(tags=["accounts"], responses={"4XX": {"model": ProblemBody}})

FORM = "application/x-www-form-urlencoded"
METADATA = "application/samlmetadata+xml"
MOST_FIELDS = 20


@router.get(METADATA_PATH, response_class=Response, responses={200: {"content": {METADATA: {}}}})
async def metadata(request: Request) -> Response:
    """What the company's identity provider must know of the platform."""
    from chat_platform.accounts.oauth.saml import SamlProvider  # noqa: PLC0415 - see build_oauth

    provider = provider_of(NAME, request)
    assert isinstance(provider, SamlProvider), f"{NAME} is {provider}"
    return Response(provider.metadata, media_type=METADATA)


# The answer is posted by a page of another site, so the cookie that says which browser set out
# does not come along: it is SameSite=Lax, and None would need https, and would send it with every
# request that any page makes. So nothing is decided here. The answer is put to the departure that
# its RelayState names, and the browser is sent on to the address to which all providers send
# people back. That is a GET at top level, with which the cookie does come along: there a return
# counts once, and only in the browser that set out, before anybody reads the answer. Whoever lets
# another's browser post an answer here, to log that other in as somebody else, gets no further.
@router.post(
    CONSUMER_PATH,
    status_code=SEE_OTHER,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                FORM: {
                    "schema": {
                        "type": "object",
                        "required": [ANSWER, "RelayState"],
                        "properties": {
                            ANSWER: {"type": "string"},
                            "RelayState": {"type": "string"},
                        },
                    }
                }
            },
        }
    },
)
async def take_answer(request: Request, part: Part) -> RedirectResponse:
    """Take the answer of the company's identity provider, and go on to what comes of it."""
    provider_of(NAME, request)
    body = (await request.body()).decode("ascii", errors="replace")
    try:
        posted = parse_qs(body, max_num_fields=MOST_FIELDS)
    except ValueError:  # more fields than that: no answer of anybody
        posted = {}
    state = posted.get("RelayState", [""])[0]
    await part.flows.keep_answer(NAME, state, posted.get(ANSWER, [""])[0])
    return RedirectResponse(f"{part.redirect_uri(NAME)}?{urlencode({'state': state})}", SEE_OTHER)
