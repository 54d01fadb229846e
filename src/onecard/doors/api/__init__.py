"""The HTTP API /v1: who may do what is one table (`access`), what is said is typed, refusals are problems."""
