"""Run lessons and store their outputs so that a second run gives the same bytes.

    gist-edu execute notebooks/07_risk_after_surgery.ipynb

What is stored is what GitHub, the site, print and nbval read: text, HTML and SVG. Live widgets are not
stored: their state would weigh megabytes, and their ids differ in every run.
"""
from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

MAX_OUTPUT_BYTES = 30_000
CELL_SECONDS = 120
_WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_CHANGING = re.compile(r"\bat 0x[0-9a-f]{6,}|model_id=|id=\"altair-viz-")


class ExecutionError(ValueError):
    """A lesson that cannot be stored; the text names notebook, cell and remedy."""


def execute(path: Path) -> None:
    """Run one notebook in its folder; write it back only if all cells ran and all outputs may be stored."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    # The state must be kept while it runs, or nbclient stumbles over the Output widget of interact; tidy() drops it.
    client = NotebookClient(notebook, timeout=CELL_SECONDS, store_widget_state=True,
                            resources={"metadata": {"path": str(path.parent)}})
    try:
        client.execute()
    except CellExecutionError as error:
        raise ExecutionError(f"{path.name}: a cell failed.\n{error}") from error
    tidy(notebook)
    if found := list(problems(notebook, path.name)):
        raise ExecutionError("\n".join(found))
    nbformat.validate(notebook)
    path.write_text(serialise(notebook), encoding="utf-8")


def tidy(notebook: Any) -> None:
    """Remove what differs between runs: widget state and views, time stamps, the version of Python."""
    notebook.metadata.pop("widgets", None)
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata["language_info"] = {"name": "python"}
    for number, cell in enumerate(_code_cells(notebook), start=1):
        cell.execution_count = number
        cell.metadata.pop("execution", None)
        cell.outputs = [output for output in map(_tidy_output, _merged(cell.outputs)) if output is not None]
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = number


def _code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _merged(outputs: Sequence[Any]) -> list[Any]:
    """Neighbouring pieces of one stream as one: where the kernel cuts them depends on timing."""
    merged: list[Any] = []
    for output in outputs:
        last = merged[-1] if merged else None
        if last and output.output_type == "stream" == last.output_type and output.name == last.name:
            last.text += output.text
        else:
            merged.append(output)
    return merged


def _tidy_output(output: Any) -> Any | None:
    """The output without its live view; a widget with no HTML of its own leaves nothing a reader could use."""
    if "data" in output:
        live = output.data.pop(_WIDGET_VIEW, None)
        output.metadata.pop(_WIDGET_VIEW, None)
        return None if live and set(output.data) <= {"text/plain"} else output
    return output


def problems(notebook: Any, name: str) -> Iterator[str]:
    """What must not be stored: outputs that are too large, and text that differs in every run."""
    for cell in _code_cells(notebook):
        where = f"{name}, cell {cell.get('id', cell.execution_count)} ({cell.source.splitlines()[0][:50]!r})"
        for output in cell.outputs:
            text = json.dumps(output, ensure_ascii=False)
            size = len(text.encode())
            if size > MAX_OUTPUT_BYTES:
                yield (f"{where}: an output of {size:,} bytes; at most {MAX_OUTPUT_BYTES:,} may be stored. "
                       "Show less, or draw it with fewer points.")
            if found := _CHANGING.search(text):
                yield (f"{where}: the output holds {found.group()!r}, which differs in every run. "
                       "Give the object a fixed __repr__.")


def serialise(notebook: Any) -> str:
    """The notebook as text, with sorted keys, so that equal content is equal bytes."""
    return str(nbformat.writes(notebook, version=4)).rstrip("\n") + "\n"  # type: ignore[no-untyped-call]


def main(argv: Sequence[str]) -> int:
    """Run the notebooks named; with none, all lessons. Returns 1 when any could not be stored."""
    paths = [Path(name) for name in argv] or sorted(Path("notebooks").glob("*.ipynb"))
    if not paths:
        print("No notebook given and none in notebooks/. Run this from the folder of the book.")
        return 1
    failed = 0
    for path in paths:
        try:
            execute(path)
            print(f"{path}: stored")
        except (ExecutionError, OSError) as error:
            failed += 1
            print(f"{path}: not stored.\n{error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
