"""Settings of the reference platform that scenarios ask for, by what they mean."""

from collections.abc import Mapping
from types import MappingProxyType

Settings = Mapping[str, str]

LINKS_EXPIRE_AT_ONCE: Settings = MappingProxyType({"CHAT_VERIFICATION_LIFETIME_S": "0.001"})
PASSES_RUN_OUT_AT_ONCE: Settings = MappingProxyType({"CHAT_ACCESS_TOKEN_LIFETIME_S": "0.001"})
