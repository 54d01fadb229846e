"""Riding by card: flat fares, gates with tap in and tap out, transfers, concessions, daily caps."""
