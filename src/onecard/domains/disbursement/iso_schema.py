"""The ISO 20022 schemas, read out of the typed messages of the package `pyiso20022`.

The package carries each message as dataclasses with every rule of its schema: order, how often, patterns, lengths,
code lists. From these an XML schema is made once a process, so that libxml2 checks a document while it streams past
and memory stays flat. ISO names a component `…Choice` where exactly one of its elements may stand.
"""

import dataclasses
import re
import types
import typing
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Any, Literal

from lxml import etree
from xsdata.models.datatype import XmlDate, XmlDateTime, XmlPeriod, XmlTime

Message = Literal["pain.001.001.09", "pain.002.001.10", "camt.053.001.08", "camt.054.001.08", "pacs.028.001.03"]
#: What we send, what a bank answers with, and what we ask again with.
MESSAGES: tuple[Message, ...] = typing.get_args(Message)
_XS = "http://www.w3.org/2001/XMLSchema"
_PLAIN: dict[Any, str] = {
    str: "string", Decimal: "decimal", bool: "boolean", int: "integer", bytes: "base64Binary", object: "anyType",
    XmlDate: "date", XmlDateTime: "dateTime", XmlTime: "time",
    XmlPeriod: "anySimpleType",  # a year or a month: the types do not say which
}  # fmt: skip
_FACETS = {
    "min_length": "minLength", "max_length": "maxLength", "length": "length", "pattern": "pattern",
    "min_inclusive": "minInclusive", "max_inclusive": "maxInclusive", "total_digits": "totalDigits",
    "fraction_digits": "fractionDigits",
}  # fmt: skip
_CHOICE = re.compile(r"Choice(_\w+)?$")


def namespace(message: Message) -> str:
    """The XML namespace of a message."""
    return f"urn:iso:std:iso:20022:tech:xsd:{message}"


@cache
def schema(message: Message) -> Any:
    """The compiled schema of a message."""
    return etree.XMLSchema(etree.fromstring(schema_text(message)))


def schema_text(message: Message) -> bytes:
    """The schema as XML."""
    name = message.replace(".", "_")
    module = import_module(f"pyiso20022.{message.split('.')[0]}.{name}.{name}")
    attributes = {"targetNamespace": namespace(message), "elementFormDefault": "qualified"}
    root = etree.Element(f"{{{_XS}}}schema", attributes, nsmap={"xs": _XS, None: namespace(message)})
    _add(root, "element", name="Document", type="Document")
    for kind in _reached(module.Document, vars(module)):
        (_add_codes if issubclass(kind, Enum) else _add_component)(root, kind, vars(module))
    return bytes(etree.tostring(root))


def _reached(top: Any, known: dict[str, Any]) -> Iterator[Any]:
    """Every component and code list that the document can hold, each once."""
    seen, waiting = {top}, [top]
    while waiting:
        kind = waiting.pop()
        yield kind
        if dataclasses.is_dataclass(kind):
            held = {_inner(hint)[0] for hint in typing.get_type_hints(kind, known).values()}
            new = {one for one in held if one not in _PLAIN} - seen
            seen |= new
            waiting += new


def _add_codes(root: Any, kind: Any, _: dict[str, Any]) -> None:
    rule = _add(_add(root, "simpleType", name=kind.__name__), "restriction", base="xs:string")
    for code in kind:
        _add(rule, "enumeration", value=str(code.value))


def _add_component(root: Any, kind: Any, known: dict[str, Any]) -> None:
    made, hints = _add(root, "complexType", name=kind.__name__), typing.get_type_hints(kind, known)
    told = [(field, *_inner(hints[field.name])) for field in dataclasses.fields(kind)]
    content = next((one for one in told if "type" not in one[0].metadata), None)
    if content:
        held = _add(made, "simpleContent")
        base = f"{kind.__name__}_Content"
        _restrict(_add(root, "simpleType", name=base), content[0].metadata, content[1])
        made = _add(held, "extension", base=base)
    else:
        choice = bool(_CHOICE.search(kind.__name__))
        group = _add(made, "choice" if choice else "sequence")
        for field, inner, many in told:
            if field.metadata["type"] != "Attribute":
                _add_element(group, field.metadata, inner, many=many, choice=choice)
    for field, inner, _ in told:
        if field.metadata.get("type") == "Attribute":
            use = "required" if field.metadata.get("required") else "optional"
            _type(_add(made, "attribute", name=field.metadata["name"], use=use), field.metadata, inner)


def _add_element(group: Any, said: Any, inner: Any, *, many: bool, choice: bool) -> None:
    least = max(int(choice), said.get("min_occurs", 0) if many else int(said.get("required", False)))
    most = said.get("max_occurs", "unbounded") if many else 1
    often = {"minOccurs": str(least), "maxOccurs": str(most)}
    if said["type"] == "Wildcard":
        _add(group, "any", processContents="lax")
    else:
        _type(_add(group, "element", name=said["name"], **often), said, inner)


def _type(made: Any, said: Any, inner: Any) -> None:
    """The type of an element or attribute: a named one, a plain one, or a plain one with limits."""
    if inner not in _PLAIN:
        made.set("type", inner.__name__)
    elif not any(facet in said for facet in _FACETS):
        made.set("type", f"xs:{_PLAIN[inner]}")
    else:
        _restrict(_add(made, "simpleType"), said, inner)


def _restrict(made: Any, said: Any, inner: Any) -> None:
    rule = _add(made, "restriction", base=f"xs:{_PLAIN[inner]}")
    for name, facet in _FACETS.items():
        if name in said:
            _add(rule, facet, value=str(said[name]))


def _inner(hint: Any) -> tuple[Any, bool]:
    """What a field holds and whether it may hold many: `None | T` and `list[T]` are taken apart."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return _inner(next(one for one in typing.get_args(hint) if one is not type(None)))
    if typing.get_origin(hint) is list:
        return _inner(typing.get_args(hint)[0])[0], True
    return hint, False


def _add(parent: Any, tag: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{_XS}}}{tag}", attributes)
