"""Settings of the reference platform that scenarios ask for, by what they mean."""

from collections.abc import Mapping
from types import MappingProxyType

Settings = Mapping[str, str]

LINKS_EXPIRE_AT_ONCE: Settings = MappingProxyType({"CHAT_VERIFICATION_LIFETIME_S": "0.001"})
ANSWERS_WORD_BY_WORD: Settings = MappingProxyType(
    {"CHAT_AGENT_PIECE_CHARS": "1", "CHAT_AGENT_PACE_MS": "0"}
)
PASSES_RUN_OUT_AT_ONCE: Settings = MappingProxyType({"CHAT_ACCESS_TOKEN_LIFETIME_S": "0.001"})
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
WAYS_BACK_RUN_OUT_AT_ONCE: Settings = MappingProxyType({"CHAT_OAUTH_LIFETIME_S": "0.001"})
