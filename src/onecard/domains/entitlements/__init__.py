"""Entitlements: a person's standing right to a periodical benefit, confirmed by evidence of life, and what is owed."""
