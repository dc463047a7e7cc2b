"""A real identity provider as a process of its own: OpenID Connect, SAML, a twin shaped as GitHub.

One process serves several providers under path prefixes (``/google``, ``/saml``, ``/github``), each
with its own issuer, keys, people and clients. The suite drives it by its control side.
"""

from test_framework.services.identity_provider.faults import Fault
from test_framework.services.identity_provider.handle import IdentityProvider, Provider

__all__ = ["Fault", "IdentityProvider", "Provider"]
