"""Organisations, their acceptance points and terminals, their staff and partners."""
