"""Signing in elsewhere with the e-card: the OpenID Provider that government portals send people to."""
