"""Accounts: who a user is, how one becomes a user, and who is logged in."""
