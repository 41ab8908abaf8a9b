"""Rebuild the web layer and prove that what is committed is what the sources give.

Readers need no Node: ``web/dist`` is committed. Without Node this check says SKIPPED; in CI that is an error.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

WEB = Path(__file__).resolve().parent / "web"


def _npm(*args: str) -> None:
    subprocess.run([shutil.which("npm") or "npm", *args], cwd=WEB, check=True)


def differences(committed: Path, rebuilt: Path) -> list[str]:
    """Files that differ or exist on one side only."""
    names = sorted(
        {path.name for folder in (committed, rebuilt) for path in folder.iterdir() if path.is_file()}
    )
    return [
        name
        for name in names
        if not (
            (committed / name).is_file()
            and (rebuilt / name).is_file()
            and filecmp.cmp(committed / name, rebuilt / name, shallow=False)
        )
    ]


def rebuild(folder: Path) -> Path:
    """Build the sources in ``folder``; the working copy is not touched."""
    ignored = shutil.ignore_patterns("node_modules", "dist")
    web = Path(shutil.copytree(WEB, folder / "web", ignore=ignored))
    (web / "node_modules").symlink_to(WEB / "node_modules", target_is_directory=True)
    subprocess.run([shutil.which("node") or "node", "build.mjs"], cwd=web, check=True)
    return web / "dist"


def check() -> int:
    """Type-check, rebuild, compare."""
    if not (WEB / "node_modules").is_dir():
        _npm("ci", "--no-audit", "--no-fund")
    _npm("run", "--silent", "check")
    with tempfile.TemporaryDirectory() as folder:
        differing = differences(WEB / "dist", rebuild(Path(folder)))
    if differing:
        print(
            f"web/dist: not what the sources give: {', '.join(differing)}. "
            "Run 'make web' and commit the result."
        )
        return 1
    print("web/dist: types sound, rebuild byte-identical")
    return 0


def main() -> int:
    """Exit code of the check; without Node it is 0 and says so, except in CI."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        print("web/dist rebuild: SKIPPED, Node is not installed (readers do not need it; CI does)")
        return 1 if os.environ.get("CI") else 0
    return check()


if __name__ == "__main__":
    sys.exit(main())
