"""How the command line speaks: 中文 and English on one line, a bar for every long step, a problem with its way out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from onecard.kernel.errors import Problem

console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


def say(words: str) -> None:
    """One plain line."""
    console.print(Text(f"› {words}"))


def tell_problem(problem: Problem) -> None:
    """What went wrong and what to do about it, on standard error."""
    words = problem.words()
    errors.print(Text(f"✗ {words['title_zh']} · {words['title']}", style="bold red"))
    if problem.args[0]:
        errors.print(Text(f"  {problem.args[0]}"))
    errors.print(Text(f"  → {words['next_step_zh']}\n  → {words['next_step']}"))
    errors.print(Text(f"  ({problem.code})", style="dim"))


@contextmanager
def steps(words: str) -> Iterator[Callable[[str, int, int], None]]:
    """A bar that follows `report(what, done, of)`: there with the first report, and left alone once it is full."""
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}"),
        BarColumn(24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[what]}"),
    )
    progress = Progress(*columns, console=console)
    task = progress.add_task(words, total=None, what="")

    def report(what: str, done: int, of: int) -> None:
        progress.update(task, completed=done, total=of, what=what if done < of else "")
        if done < of:
            progress.start()
        elif progress.live.is_started:  # whoever works on after it has the screen to herself
            progress.stop()

    try:
        yield report
    finally:
        if progress.live.is_started:
            progress.stop()
