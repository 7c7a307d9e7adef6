"""The filter `money` beside a slot that has a currency of its own."""

from collections.abc import Mapping

from jinja2 import nodes

from flows.values.currencies import CurrencyCode


def name_currencies(tree: nodes.Template, currencies: Mapping[str, CurrencyCode]) -> bool:
    """Give `money` the currency of the slot that it writes; whether there was one."""
    found = False
    for node in tree.find_all(nodes.Filter):
        if node.name != "money" or node.args or node.kwargs:
            continue
        inner: nodes.Node | None = node.node
        while isinstance(inner, nodes.Filter):
            inner = inner.node
        if isinstance(inner, nodes.Name) and inner.name in currencies:
            node.args.append(nodes.Const(currencies[inner.name]))
            found = True
    return found
