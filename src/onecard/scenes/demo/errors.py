"""Why the book says no."""

from onecard.kernel.errors import Refusal


class AlreadySigned(Refusal):
    """The holder signed on this day already."""

    code = "demo.already_signed"
    title = ("今天已经签过了({day})", "Signed already today ({day})")
    next_step = ("直接入内即可,明天欢迎再来签名。", "Just come in; you are welcome to sign again tomorrow.")
