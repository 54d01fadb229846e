"""Synthetic names by the column: common, rare-character and middle-dot names out of short tables."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray


@cache
def _tables() -> dict[str, Any]:
    page = files(__package__) / "data" / "names.toml"
    return tomllib.loads(page.read_text(encoding="utf-8"))


def draw_names(divisions: NDArray[np.int64], random: np.random.Generator) -> list[str]:
    """One name for each person; `divisions` say where, because dotted names are common in some places only."""
    tables, size = _tables(), len(divisions)
    plain = _join(random, size, tables["surnames"], tables["given"])
    rare = _join(random, size, tables["surnames"], tables["rare"])
    dotted = _join(random, size, tables["dotted_first"], tables["dotted_father"], between="·")
    chance = random.integers(0, 100, size)
    is_dotted = random.integers(0, 100, size) < _dotted_per_hundred(divisions)
    is_rare = chance < tables["per_hundred"]["rare"]
    return np.where(is_dotted, dotted, np.where(is_rare, rare, plain)).tolist()  # type: ignore[no-any-return]


def _join(random: np.random.Generator, size: int, first: list[str], second: list[str], between: str = "") -> Any:
    combined = np.array([f"{a}{between}{b}" for a in first for b in second], dtype=object)
    return combined[random.integers(0, len(combined), size)]


def _dotted_per_hundred(divisions: NDArray[np.int64]) -> NDArray[np.int64]:
    shares = _tables()["per_hundred"]
    found = np.full(len(divisions), shares["dotted_elsewhere"], dtype=np.int64)
    for key, share in shares.items():
        place = key.removeprefix("dotted_")
        if place.isdigit():
            found[divisions // 10_000 == int(place) // 10_000] = share
    return found
