"""What a user is to the platform: plans and roles, as they go over the wire."""

from typing import Literal

Plan = Literal["free", "trial", "early", "mid", "enterprise"]
Role = Literal["member", "support", "manager", "admin"]
