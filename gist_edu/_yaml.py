"""YAML read by the quick loader where there is one, and where a field stands, so that an error can name the line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

Path = tuple[str | int, ...]
# libyaml reads ten times quicker than the loader in Python; both are safe, and both come with PyYAML
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(text: str) -> Any:
    """The content of a YAML text; what cannot be read raises ``yaml.YAMLError``."""
    return yaml.load(text, Loader=_LOADER)


def lines(text: str) -> dict[Path, int]:
    """Path of each field -> its line, counted from 1: ``("nodes", "decide", "options", 0) -> 41``."""
    root = yaml.compose(text, Loader=_LOADER)
    return {} if root is None else {(): 1, **dict(_walk(root, ()))}


def _walk(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), key.start_mark.line + 1
            yield from _walk(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            yield (*path, place), value.start_mark.line + 1
            yield from _walk(value, (*path, place))


def nearest(known: dict[Path, int], path: Path) -> int:
    """The line of a field, or of the nearest field around it that is written."""
    while path not in known and path:
        path = path[:-1]
    return known.get(path, 1)


def twice(text: str) -> tuple[str, int] | None:
    """(name, line) of a field that is written twice in the same place; YAML would silently keep the last."""
    root = yaml.compose(text, Loader=_LOADER)
    waiting = [root] if root is not None else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    return str(key.value), key.start_mark.line + 1
                seen.add(key.value)
                waiting.append(value)
        elif isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
    return None
