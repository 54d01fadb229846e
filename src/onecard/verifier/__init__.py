"""Checks a code or a card tap offline: no database, no web; a gate can use it on its own."""
