"""Dividing an amount by weights so that the parts add up to it exactly (largest remainder)."""

from collections.abc import Sequence

from onecard.rules.columns import Whole


def split(amount_fen: Whole, weights: Sequence[int]) -> list[Whole]:
    """One part for each weight, whole fen, summing to the amount.

    Each part is first rounded down; the fen left over go one each to the largest remainders, and between equal
    remainders to the one named first. Weights are whole numbers, zero or more, and not all zero. A column of
    amounts gives a column for each weight. Amount times weight must stay below 2**63.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError(f"weights must be zero or more and not all zero, are {list(weights)}")
    parts = [amount_fen * weight // total for weight in weights]
    left_over = amount_fen - sum(parts)
    remainders = [amount_fen * weight % total for weight in weights]
    return [part + (rank < left_over) for part, rank in zip(parts, _ranks(remainders), strict=True)]


def _ranks(remainders: list[Whole]) -> list[Whole]:
    """For each remainder, how many go before it: all larger ones, and equal ones named earlier."""
    return [
        sum((r > mine) * 1 for r in remainders) + sum((r == mine) * 1 for r in remainders[:position])
        for position, mine in enumerate(remainders)
    ]
