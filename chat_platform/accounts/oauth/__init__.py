"""Coming in through a provider: OAuth 2 and OpenID Connect, authorization code with PKCE."""
