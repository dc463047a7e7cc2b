"""Settings of the reference platform that scenarios ask for, by what they mean."""

from collections.abc import Mapping
from types import MappingProxyType

Settings = Mapping[str, str]

# Who runs the platform in the suite, and gives people their plans and roles.
OPERATOR = "operator@journeys.example"
# Who reads the ledger at the end of a session, as an administrator.
AUDITOR = "auditor@journeys.example"
ADMINISTRATORS = f"{OPERATOR},{AUDITOR}"
PLANS_HAVE_LIMITS: Settings = MappingProxyType(
    {"CHAT_PLANS": "priced", "CHAT_ADMINS": ADMINISTRATORS, "CHAT_TRIAL_LIFETIME_S": "86400"}
)
# One question may cost up to 25 cents. Its tool takes so long that another can be asked meanwhile.
CREDIT_FOR_ONE_QUESTION: Settings = MappingProxyType(
    {**PLANS_HAVE_LIMITS, "CHAT_CREDITS": '{"early": "0.25"}', "CHAT_TOOL_PACE_MS": "300"}
)
TRIALS_LAST_A_SECOND: Settings = MappingProxyType(
    {**PLANS_HAVE_LIMITS, "CHAT_TRIAL_LIFETIME_S": "1"}
)
LINKS_EXPIRE_AT_ONCE: Settings = MappingProxyType({"CHAT_VERIFICATION_LIFETIME_S": "0.001"})
ANSWERS_WORD_BY_WORD: Settings = MappingProxyType(
    {"CHAT_AGENT_PIECE_CHARS": "1", "CHAT_AGENT_PACE_MS": "0"}
)
# More than all news of one long question: who reads it is never too slow. No heartbeat finds out
# before that a device does not read.
KEPT_FOR_SLOW_READERS = 60_000
LITTLE_WAITS_FOR_SLOW_READERS: Settings = MappingProxyType(
    {
        "CHAT_WAITING_CHARS": f"{KEPT_FOR_SLOW_READERS}",
        "CHAT_SEND_BUFFER_BYTES": "16384",
        "CHAT_HEARTBEAT_S": "600",
    }
)
PASSES_RUN_OUT_AT_ONCE: Settings = MappingProxyType({"CHAT_ACCESS_TOKEN_LIFETIME_S": "0.001"})
PASSES_WORK_FOR_A_SECOND: Settings = MappingProxyType(
    {"CHAT_ACCESS_TOKEN_LIFETIME_S": "1", "CHAT_SESSION_IDLE_S": "3"}
)
# Slow enough to be watched, and to be stopped in the middle of a tool or of an answer.
AGENTS_TAKE_THEIR_TIME: Settings = MappingProxyType(
    {"CHAT_TOOL_PACE_MS": "2000", "CHAT_AGENT_PACE_MS": "100"}
)
RUNS_MAY_TAKE_A_SECOND: Settings = MappingProxyType(
    {"CHAT_RUN_TIMEOUT_S": "1", "CHAT_TOOL_PACE_MS": "60000"}
)
RUNS_MAY_USE_FIVE_TOOLS: Settings = MappingProxyType({"CHAT_RUN_TOOL_CALLS": "5"})
# A tool takes long enough for the storage to be locked meanwhile.
STORAGE_IS_NOT_WAITED_FOR: Settings = MappingProxyType(
    {"CHAT_DATABASE_BUSY_S": "0.01", "CHAT_TOOL_PACE_MS": "700"}
)
# Other services of the firm sign with it, too.
SHARED_KEY = "one key for all the services of the firm"
KEY_IS_SHARED: Settings = MappingProxyType({"CHAT_SECRET_KEY": SHARED_KEY})
WAYS_BACK_RUN_OUT_AT_ONCE: Settings = MappingProxyType({"CHAT_OAUTH_LIFETIME_S": "0.001"})
PROVIDERS_WAITED_FOR_BRIEFLY: Settings = MappingProxyType({"CHAT_OAUTH_TIMEOUT_S": "2"})
RESET_LINKS_EXPIRE_AT_ONCE: Settings = MappingProxyType({"CHAT_RESET_LIFETIME_S": "0.001"})
LOG_INS_END_UNUSED: Settings = MappingProxyType({"CHAT_SESSION_IDLE_S": "1"})
NO_GRACE_FOR_RENEWALS: Settings = MappingProxyType({"CHAT_REFRESH_GRACE_S": "0.001"})
THREE_WRONG_PASSWORDS_LOCK: Settings = MappingProxyType({"CHAT_LOG_IN_ATTEMPTS": "3"})
LOCKED_FOR_TWO_SECONDS: Settings = MappingProxyType({"CHAT_LOCKOUT_S": "2"})
THREE_MAILS_AN_HOUR: Settings = MappingProxyType({"CHAT_MAILS_PER_ADDRESS": "3"})
OWN_LINKS_EXPIRE_AT_ONCE: Settings = MappingProxyType(
    {"CHAT_LOG_IN_LINK_LIFETIME_S": "0.001", "CHAT_ADDRESS_LINK_LIFETIME_S": "0.001"}
)
LOG_INS_ARE_OLD_AT_ONCE: Settings = MappingProxyType({"CHAT_RECENT_LOG_IN_S": "0.001"})
# Time enough to end the platform while an agent works.
TOOLS_TAKE_A_SECOND: Settings = MappingProxyType({"CHAT_TOOL_PACE_MS": "1000"})
# Time enough to ask how a platform is that has been told to stop while an agent works.
STOPPING_TAKES_FOUR_SECONDS: Settings = MappingProxyType(
    {"CHAT_DRAIN_S": "4", "CHAT_TOOL_PACE_MS": "60000"}
)
HEARTBEAT_S = 1
HEARTBEAT_EVERY_SECOND: Settings = MappingProxyType({"CHAT_HEARTBEAT_S": f"{HEARTBEAT_S}"})
REQUESTS_WITHIN_A_SECOND: Settings = MappingProxyType({"CHAT_REQUEST_WITHIN_S": "1"})
# Nothing but tries that fail is to be seen: no breaker opens.
NO_BREAKER_OPENS: Settings = MappingProxyType({"CHAT_BREAKER_FAILURES": "1000"})
TRIES_ARE_AN_HOUR_APART: Settings = MappingProxyType(
    {**NO_BREAKER_OPENS, "CHAT_RETRY_PAUSE_S": "3600"}
)
TRIES_ARE_APART_AND_RUNS_SHORT: Settings = MappingProxyType(
    {**TRIES_ARE_AN_HOUR_APART, "CHAT_RUN_TIMEOUT_S": "1"}
)
# As it is by default, but that nobody waits for words.
TOOLS_FAIL_NOW_AND_THEN: Settings = MappingProxyType({"CHAT_AGENT_PACE_MS": "0"})
# Three failures in a row open a breaker, which then stays open.
BREAKERS_STAY_OPEN: Settings = MappingProxyType(
    {
        "CHAT_BREAKER_FAILURES": "3",
        "CHAT_BREAKER_OPEN_S": "3600",
        "CHAT_RETRY_PAUSE_S": "0.01",
        "CHAT_ADMINS": ADMINISTRATORS,
    }
)
BREAKERS_OPEN_FOR_A_SECOND: Settings = MappingProxyType(
    {**BREAKERS_STAY_OPEN, "CHAT_BREAKER_OPEN_S": "1"}
)
# The port of a service that nobody offers any more (discard, RFC 863).
NOWHERE = "http://127.0.0.1:9/v1"
ANOTHER_MODEL: Settings = MappingProxyType(
    {"CHAT_AGENT_FALLBACK_MODEL": "offline", "CHAT_TRIES": "2"}
)


def model_at(url: str, more: Settings) -> Settings:
    """The agents ask a real model, at this address, and wait a second for its next word.

    The key is none: the suite's own provider takes any.
    """
    return {
        "CHAT_AGENT_MODEL": "openai-chat:local-model",
        "CHAT_MODEL_SILENCE_S": "1",
        "CHAT_RETRY_PAUSE_S": "0.05",
        "OPENAI_BASE_URL": url,
        "OPENAI_API_KEY": "any",
        **more,
    }


def anything_may_fail(model: str) -> Settings:
    """One platform for all that can go wrong while somebody is answered.

    The model may pause in its answer for a minute. Three failures of it, or of a tool, are enough
    for it to be left alone for a second. The early plan has credit for one question.

    Args:
        model: Where the provider of models is.
    """
    given = {**CREDIT_FOR_ONE_QUESTION, **BREAKERS_OPEN_FOR_A_SECOND}
    return model_at(model, {**given, "CHAT_TOOL_PACE_MS": "0", "CHAT_MODEL_SILENCE_S": "60"})
