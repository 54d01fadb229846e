"""Dated values and small formulas: a place, a date and a person go in; whole fen and the reasons come out. Pure."""
