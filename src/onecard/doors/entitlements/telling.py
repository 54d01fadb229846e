"""What a programme is called, as the rulebook says it; a programme that it does not know is called by its code."""

from onecard import rulebook


def programme_words(programme: str) -> tuple[str, str]:
    """中文 and English."""
    known = rulebook.programmes().programmes.get(programme)
    return (known.name_zh, known.name_en) if known else (programme, programme)


def require_programme(programme: str) -> None:
    """ProgrammeUnknown where the rulebook has no such programme."""
    rulebook.programmes().programme(programme)
