"""Settings of the reference platform that scenarios ask for, by what they mean."""

from collections.abc import Mapping
from types import MappingProxyType

Settings = Mapping[str, str]

# Who runs the platform in the suite, and gives people their plans and roles.
OPERATOR = "operator@journeys.example"
PLANS_HAVE_LIMITS: Settings = MappingProxyType(
    {"CHAT_PLANS": "priced", "CHAT_ADMINS": OPERATOR, "CHAT_TRIAL_LIFETIME_S": "86400"}
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
