"""Accounts and transfers: the only place where money moves, balanced by construction."""
