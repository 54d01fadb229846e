"""Visiting a site by card: a single ticket, or a year pass of two provinces."""
