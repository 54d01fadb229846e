"""Delegations: a relative acts for a holder, by her consent or as a child's guardian."""
