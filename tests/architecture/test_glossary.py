"""A word that is not in GLOSSARY.md may not enter a domain's api: its English column is the vocabulary."""

import ast
import re
from pathlib import Path

GLOSSARY = Path("GLOSSARY.md")
APIS = sorted(Path("src/onecard/domains").glob("*/api.py"))
#: Words any program is written with; a word of cards, people or money never belongs here.
PLAIN = """
about add agree all another answered asked at before begin begun by contains create earlier end ensure
errors exists find force from full given gone here holds impossible inactive kind large malformed many matches
meanwhile missing moved new none not note nothing of public reached read require reused set show simple stands stays
sweep take taken tell text through to too unknown until unused used waiting weak with words write wrong yet yours
"""


def rows(glossary: str) -> list[list[str]]:
    """The cells of every entry: 中文, English, meaning."""
    lines = [line for line in glossary.splitlines() if line.startswith("| ") and not line.startswith("| 中文 ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def vocabulary(glossary: str) -> set[str]:
    """Every single word of the English column."""
    return {word for _, english, *_ in rows(glossary) for word in re.findall(r"[a-z]+", english.lower())}


def words_of(name: str) -> list[str]:
    """A public name's words: `RequestKeyReused` and `open_day_from` alike."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def public_names(module: str) -> list[str]:
    """What `__all__` lists."""
    for node in ast.parse(module).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__":
            return list(ast.literal_eval(node.value))
    return []


def strangers(names: list[str], glossary: str) -> list[str]:
    """The words in these names that the glossary does not have, not even as the singular of a plural."""
    known = vocabulary(glossary) | set(PLAIN.split())
    used = {word for name in names for word in words_of(name)}
    return sorted(word for word in used if word not in known and word.removesuffix("s") not in known)


def test_every_word_of_every_api_is_in_the_glossary() -> None:
    text = GLOSSARY.read_text(encoding="utf-8")
    names = {page.parent.name: public_names(page.read_text(encoding="utf-8")) for page in APIS}
    assert [domain for domain, public in names.items() if not public] == []
    found = {domain: strangers([domain, *public], text) for domain, public in names.items()}
    assert {domain: words for domain, words in found.items() if words} == {}


def test_every_entry_has_a_chinese_word_an_english_one_and_a_meaning() -> None:
    entries = rows(GLOSSARY.read_text(encoding="utf-8"))
    assert len(entries) > 100
    assert [entry for entry in entries if len(entry) != 3 or not all(entry)] == []
    chinese = [entry[0] for entry in entries]
    assert [word for word in chinese if not re.search(r"[\u4e00-\u9fff]", word) and word != "12333"] == []
    assert sorted(word for word in set(chinese) if chinese.count(word) > 1) == []


def test_each_table_is_in_the_order_of_its_english_words() -> None:
    for table in GLOSSARY.read_text(encoding="utf-8").split("\n## ")[1:]:
        english = [entry[1].casefold() for entry in rows(table)]
        assert english == sorted(english), table.splitlines()[0]


def test_no_word_is_called_plain_without_need() -> None:
    used = {word for page in APIS for name in public_names(page.read_text(encoding="utf-8")) for word in words_of(name)}
    known = vocabulary(GLOSSARY.read_text(encoding="utf-8"))
    assert [word for word in PLAIN.split() if word not in used or word in known] == []


def test_a_word_that_is_nowhere_explained_would_be_caught() -> None:
    glossary = "| 中文 | English | Meaning |\n|---|---|---|\n| 挂失 | report a loss, losses | not a voucher |\n"
    assert strangers(["report_loss", "LossReported", "reports_of"], glossary) == ["reported"]
    assert strangers(["redeem_voucher", "HTTPVoucher"], glossary) == ["http", "redeem", "voucher"]


def test_public_names_are_what_all_lists() -> None:
    assert public_names('from x import y\n__all__ = ["y", "report_loss"]\n') == ["y", "report_loss"]
