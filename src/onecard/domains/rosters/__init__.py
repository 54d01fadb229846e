"""Rosters: a programme's money for a place and period, who is to get it, and who said so, until it is paid."""
