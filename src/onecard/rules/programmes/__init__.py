"""Benefit programmes as data: typed conditions and amounts in, a decision with its reasons out. Pure.

One code decides for a person (ints) and for a nation (numpy columns).
"""
