"""Entitlements at every door: the run over everybody, the months, what is told to people, and what a death ends."""
