"""ISO 20022 in common: building a message's elements, checking it against its published schema, reading one safely."""

from __future__ import annotations

from functools import cache
from typing import Any

from lxml import etree

from backend_stub.domain.records import aware
from backend_stub.money import Money
from resources import path

PAIN_001 = "pain.001.001.09"
CAMT_053 = "camt.053.001.08"
LONGEST_NAME = 140
LONGEST_ID = 35


class SchemaError(Exception):
    """A message that its published schema does not allow; says which line and why."""


class Node:
    """An element being built; `node("A", "text")` adds a child with a text, `node("A")` one to build on."""

    def __init__(self, element: Any, namespace: str) -> None:  # noqa: ANN401 - lxml carries no types
        self.element, self._namespace = element, namespace

    def __call__(self, name: str, text: str | None = None, **attributes: str) -> Node:
        """A new child, and its node."""
        child = etree.SubElement(self.element, f"{{{self._namespace}}}{name}", attributes)
        child.text = text
        return Node(child, self._namespace)

    def at(self, *names: str) -> Node:
        """A chain of new elements; returns the innermost."""
        node = self
        for name in names:
            node = node(name)
        return node

    def amount(self, name: str, amount: Money) -> Node:
        """An amount without its sign, with its currency."""
        return self(name, decimal(abs(amount.minor), amount.currency), Ccy=amount.currency)


def document(message: str) -> Node:
    """The root of a message."""
    namespace = f"urn:iso:std:iso:20022:tech:xsd:{message}"
    return Node(etree.Element(f"{{{namespace}}}Document", nsmap={None: namespace}), namespace)


def finished(root: Node, message: str) -> bytes:
    """The message as a file, checked: raises SchemaError for what the schema does not allow."""
    text: bytes = etree.tostring(root.element, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    check(text, message)
    return text


def check(text: bytes, message: str) -> None:
    """Raise SchemaError unless the text is such a message by its published schema."""
    schema = _schema(message)
    try:
        tree = parsed(text)
    except etree.XMLSyntaxError as error:
        raise SchemaError(f"this is no whole XML: {error}") from None
    if not schema.validate(tree):
        first = schema.error_log[0]
        raise SchemaError(f"line {first.line}: {first.message}")


@cache
def _schema(message: str) -> Any:  # noqa: ANN401 - lxml carries no types
    return etree.XMLSchema(etree.parse(str(path("schemas", f"{message}.xsd"))))


def parsed(text: bytes) -> Any:  # noqa: ANN401 - lxml carries no types
    """The text's elements: nothing is fetched, no entity is put in, nothing grows beyond lxml's limits."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(text, parser)


def decimal(minor: int, currency: str) -> str:
    """12.50, 1250, 1.250: as many decimals as the currency has."""
    return f"{Money(minor, currency).decimal():f}"


def date_time(at: int) -> str:
    """An ISODateTime in UTC, to the second."""
    return aware(at).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def date(at: int) -> str:
    """An ISODate, of UTC."""
    return aware(at).date().isoformat()


def short_id(row_id: str) -> str:
    """An id as the standard takes it, at most 35 letters: without its dashes."""
    return row_id.replace("-", "")[:LONGEST_ID]


def name(text: str) -> str:
    """A name as the standard takes it."""
    return text[:LONGEST_NAME]
