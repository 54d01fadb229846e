"""How an API operation is written down: path, id, words, chapter, refusals and examples, all in one decorator."""

from collections.abc import Callable
from typing import Any, Literal

from litestar import get, post
from litestar.handlers import HTTPRouteHandler

from onecard.kernel.errors import Problem

_METHODS: dict[str, Callable[..., Any]] = {"GET": get, "POST": post}


def operation(
    method: Literal["GET", "POST"],
    path: str,
    *,
    id: str,
    summary: str,
    tag: str,
    problems: tuple[type[Problem], ...] = (),
    sent: Any = None,
    said: Any = None,
    quick: bool = False,
    status: int = 200,
    **more: Any,
) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
    """An operation of the API. `sent` and `said` are examples; `quick` ones never wait and run on the event loop."""
    decorate: Callable[[Callable[..., Any]], HTTPRouteHandler] = _METHODS[method](
        path,
        operation_id=id,
        summary=summary,
        tags=[tag],
        status_code=status,
        sync_to_thread=not quick,
        opt={"problems": problems, "sent": sent, "said": said},
        **more,
    )
    return decorate
