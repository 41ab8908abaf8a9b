"""The parser on the shipped runtime: the same answer, to the letter, for every case and for strings from a seed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import yaml

from gist_edu._data import PACKAGE
from gist_edu._site import variant_fuzz
from gist_edu.models import hgvs
from gist_edu.variants import gene_models
from parity.test_parity_node import RUNTIME, _node

HERE = Path(__file__).parent
SEED, STRINGS = 20261126, 500


def _files() -> dict[str, str]:
    models = PACKAGE / "models"
    modules = [*sorted(models.glob("hgvs*.py")), models / "genes.py", models / "portable.py"]
    found = {f"gist_edu/models/{path.name}": path.read_text(encoding="utf-8") for path in modules}
    return {"gist_edu/__init__.py": "", "gist_edu/models/__init__.py": "", **found}


def _lines() -> list[list[Any]]:
    table = yaml.safe_load((HERE.parent / "data" / "parser_cases.yaml").read_text(encoding="utf-8"))
    lines = [[case["line"], case.get("gene")] for case in table["cases"] + table["report_lines"]]
    lines += [[text, entry["gene"]] for entry in table["aliases"] for text in entry["spelled"]]
    return lines + [[text, (None, "KIT")[at % 2]] for at, text in enumerate(variant_fuzz.strings(SEED, STRINGS))]


def _here(text: str, gene: str | None) -> Any:
    try:
        return json.loads(json.dumps(hgvs.parse(gene_models(), text, gene)))
    except hgvs.VariantError as error:
        return {"error": str(error), "candidates": hgvs.candidates(error)}


def test_micropython_and_cpython_read_every_line_alike(tmp_path: Path) -> None:
    lines = _lines()
    job = {"files": _files(), "genes": gene_models(), "lines": lines}
    (tmp_path / "in.json").write_text(json.dumps(job), encoding="utf-8")
    paths = [HERE / "parse.mjs", RUNTIME, tmp_path / "in.json", tmp_path / "out.json"]
    done = subprocess.run([_node(), *map(str, paths)], capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    answers = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["answers"]
    assert len(answers) == len(lines) > 900
    differ = [f"{line[0][:80]!r}" for line, answer in zip(lines, answers, strict=True) if answer != _here(*line)]
    assert differ == []
    assert sum("error" in answer for answer in answers) > 100, "refusals are compared, too"
