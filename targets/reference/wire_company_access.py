"""Coming in by a company's own log-in without a browser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from targets.reference.company import COMPANY
from targets.reference.wire_provider_access import WireProviderAccess

FIELD = re.compile(r'name="(\w+)" value="([^"]*)"')


class WireCompanyAccess(WireProviderAccess):
    """One person's way through the company's log-in, without a browser."""

    def agree(self) -> None:
        """Log in there, allow what the platform asks for, and bring the answer."""
        if self._is_abroad:
            self.bring(self.agree_and_keep())

    def agree_and_keep(self) -> Mapping[str, str]:
        """Go as far as the form that would bring the answer by itself; its fields."""
        fields = FIELD.findall(self._decide("allow").text)
        return {name: unescape(value) for name, value in fields}

    def bring(self, answer: Mapping[str, str]) -> None:
        """Post an answer to the platform; where that leads to."""
        taken = self._context.http.post(f"/auth/oauth/{COMPANY}/acs", data=dict(answer))
        self._at = str(taken.headers["location"])
