"""Every way to be told no has a stable code, an honest status, and words in both languages with a next step."""

import importlib
import pkgutil
import re
from string import Formatter

import onecard
from onecard.kernel.errors import Problem, all_problems


def known_problems() -> list[type[Problem]]:
    for module in pkgutil.walk_packages(onecard.__path__, "onecard."):
        if not {"tests", "__main__"} & set(module.name.split(".")):
            importlib.import_module(module.name)
    return [problem for problem in all_problems() if problem.__module__.startswith("onecard.")]


PROBLEMS = known_problems()


def test_codes_are_stable_words_and_belong_to_one_problem() -> None:
    codes = [problem.code for problem in PROBLEMS]
    assert [code for code in codes if not re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+", code)] == []
    assert sorted(code for code in set(codes) if codes.count(code) > 1) == []


def test_every_problem_has_a_status_that_says_no() -> None:
    assert [problem.code for problem in PROBLEMS if not 400 <= problem.status <= 599] == []


def test_every_problem_has_words_in_both_languages() -> None:
    for problem in PROBLEMS:
        for zh, en in (problem.title, problem.next_step):
            assert re.search(r"[\u4e00-\u9fff]", zh), problem.code
            assert en.strip() and not re.search(r"[\u4e00-\u9fff]", en), problem.code


def test_both_languages_ask_for_the_same_facts() -> None:
    def asked(text: str) -> set[str]:
        return {re.sub("_(zh|en)$", "", name.split(".")[0]) for _, name, _, _ in Formatter().parse(text) if name}

    uneven = [p.code for p in PROBLEMS for zh, en in (p.title, p.next_step) if asked(zh) != asked(en)]
    assert uneven == []
