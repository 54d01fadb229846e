"""The physical card: its number, its identifier, its three halves and their states."""
