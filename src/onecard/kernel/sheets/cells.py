"""What spreadsheets and keyboards do to cells, undone where that is certain and named where it is not."""

import re
import unicodedata
from typing import Literal

Flaw = Literal["digits_lost", "not_text", "undecodable"]
#: What is wrong with the cell and how its writer mends it: (中文, English).
FLAW_WORDS: dict[Flaw, tuple[str, str]] = {
    "digits_lost": (
        "号码被存成了数字,末位已丢失;请把该列设为“文本”格式后重新填写",
        "the number was stored as a figure and its last digits are lost; set the column to text and fill it in again",
    ),
    "not_text": ("单元格含有无法识别的内容", "the cell holds something that cannot be read"),
    "undecodable": (
        "有文字无法解码;请另存为 UTF-8 编码",
        "some characters cannot be decoded; save the file as UTF-8",
    ),
}
#: A float holds fifteen decimal digits truly.
_EXACT = 10**15
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d{1,2}", re.ASCII)
_TRAILING_ZERO = re.compile(r"\d+\.0+", re.ASCII)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u2060\u00ad"))
_SPACES = re.compile(r"\s+")
#: Most cells hold nothing but these, in which there is nothing to mend: a million rows are read for a list.
_PLAIN_TEXT = re.compile(r"[\u4e00-\u9fff0-9A-Za-z]*")
_PLAIN_CODE = re.compile(r"[0-9]*X?", re.ASCII)
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
#: What people type where the middle dot of a transliterated name belongs (GB 18030 has it at A1A4).
_DOTS = str.maketrans("•‧∙・･●", "······")


def clean_text(cell: object) -> tuple[str, Flaw | None]:
    """A cell of words: invisible letters and doubled spaces gone, one kind of middle dot."""
    if isinstance(cell, str) and _PLAIN_TEXT.fullmatch(cell):
        return cell, None
    text, flaw = _as_text(cell)
    text = _SPACES.sub(" ", text.translate(_INVISIBLE)).strip()
    return _BETWEEN_HAN.sub("", text.translate(_DOTS)), flaw or _decoded(text)


def clean_code(cell: object) -> tuple[str, Flaw | None]:
    """A cell of digits and capital letters: full width made half, spaces and the leading apostrophe gone.

    A figure of more than fifteen digits, or one in scientific notation, has lost its end: what is left is returned
    with the flaw, never a guess.
    """
    if isinstance(cell, str) and _PLAIN_CODE.fullmatch(cell):
        return cell, None
    text, flaw = _as_text(cell)
    text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    text = _SPACES.sub("", text).lstrip("'‘’`").upper()
    if _TRAILING_ZERO.fullmatch(text):
        text = text.split(".")[0]
    if _SCIENTIFIC.fullmatch(text):
        flaw = "digits_lost"
    return text, flaw or _decoded(text)


def _as_text(cell: object) -> tuple[str, Flaw | None]:
    if cell is None:
        return "", None
    if isinstance(cell, str):
        return cell, None
    if isinstance(cell, bool):
        return str(cell), "not_text"
    if isinstance(cell, int) or (isinstance(cell, float) and cell.is_integer()):
        return str(int(cell)), "digits_lost" if abs(cell) >= _EXACT else None
    if isinstance(cell, float):
        return repr(cell), None
    return str(cell), "not_text"


def _decoded(text: str) -> Flaw | None:
    return "undecodable" if "\ufffd" in text else None
