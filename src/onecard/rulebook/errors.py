"""What is wrong in a page of the rulebook, said so that its writer can mend it: file, line, key, what is expected."""

from onecard.kernel.errors import Malformed


class PageMalformed(Malformed):
    """A page of the rulebook breaks the format; nothing is loaded, since half a law is worse than none."""

    code = "rulebook.page_malformed"
    title = ("规则书页面有误：{file} 第 {line} 行", "A page of the rulebook is wrong: {file}, line {line}")
    next_step = ("请检查“{key}”，应为：{expected}。", "Look at {key}; expected: {expected}.")

    def __init__(self, *, file: str, line: int, key: str, expected: str) -> None:
        super().__init__(f"{file}:{line}: {key}: expected {expected}", file=file, line=line, key=key, expected=expected)
