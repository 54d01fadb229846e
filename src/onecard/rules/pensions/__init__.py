"""Pensions: retirement ages, monthly amounts, grants, the yearly adjustment and which place pays. Pure and whole.

`ages` and `amounts` are formulas over single ints or int64 columns; `employee`, `resident`, `grants`, `adjustment` and
`paying_place` put them to one person with the values `pensions.…` of the rulebook, and say why in `words/`.
"""
