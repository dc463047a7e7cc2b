"""Billing: what runs cost, who pays it, and what agents earn by them."""
