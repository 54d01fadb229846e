"""The locks on the doors: signed terminals, sessions, tokens, limits. Knows who may come in, not what is inside."""
