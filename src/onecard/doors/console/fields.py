"""Questions that several operations ask."""

from onecard.doors.console.operation import Field, Said


def tick(name: str, label: Said) -> Field:
    """A box that must be ticked: the operator says that it was done."""
    return Field(name=name, label=label, kind="tick")


IDENTITY_SEEN = tick(
    "identity_seen",
    ("已核对有效身份证件原件,人证一致", "I have checked the original identity document against the person"),
)
