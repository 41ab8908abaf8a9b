"""Set up this folder with nothing but Python: ``python3 gist_edu/_site/bootstrap.py [--tests]``.

Creates ``.venv`` from the lock file (hashes checked, plain pip) and installs this package into it. With
``--tests`` it also makes sure that there is a Chromium, and prints its path last. Standard library only.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements" / "lock.txt"
LOCK_SOURCE = ROOT / "requirements" / "lock-source.txt"  # what has no wheel
STAMP = VENV / "gist-lock.sha256"
OLDEST = (3, 11)
BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome")
MAC_BROWSERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def stop(text: str) -> None:
    """End with a sentence that says what to do."""
    sys.exit("\n" + text + "\n")


def python() -> Path:
    """The interpreter of the environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(*command: object) -> None:
    """Run a step; its own output explains a failure."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, check=False)
    if done.returncode:
        stop(f"This step failed, see above: {' '.join(str(part) for part in command)}")


def check_python() -> None:
    """Old Python or missing venv: say the line that helps."""
    if sys.version_info < OLDEST:
        stop(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}. "
            "Install a newer Python and run the command again."
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop("Python comes without venv here. On Debian or Ubuntu run: sudo apt install python3-venv")


def wanted() -> str:
    """What the environment was made from: lock file, package metadata and interpreter."""
    parts = LOCK.read_bytes() + LOCK_SOURCE.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + sys.version.encode()
    return hashlib.sha256(parts).hexdigest()


def environment() -> None:
    """Create or renew ``.venv``; nothing happens when it is up to date."""
    if python().exists() and STAMP.exists() and STAMP.read_text(encoding="ascii") == wanted():
        return
    print("Setting up .venv from requirements/lock.txt (once, a few minutes) ...", flush=True)
    if not python().exists():
        run(sys.executable, "-m", "venv", VENV)
    pip = (python(), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps")
    run(*pip, "--require-hashes", "--only-binary", ":all:", "-r", LOCK)
    run(*pip, "--require-hashes", "--no-build-isolation", "-r", LOCK_SOURCE)
    run(*pip, "--no-build-isolation", "-e", ROOT)
    quiet_lab()
    STAMP.write_text(wanted(), encoding="ascii")


def quiet_lab() -> None:
    """JupyterLab asks nobody for news and calls no server to look for it."""
    folder = VENV / "share" / "jupyter" / "lab" / "settings"
    folder.mkdir(parents=True, exist_ok=True)
    choice = {"@jupyterlab/apputils-extension:notification": {"checkForUpdates": False, "fetchNews": "false"}}
    (folder / "overrides.json").write_text(json.dumps(choice, indent=1), encoding="utf-8")


def chromium() -> str | None:
    """A Chromium of this machine: $CHROMIUM, the usual names, the macOS applications, Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not Path(named).exists():
            stop(f"CHROMIUM names {named}, but there is no such file. Correct it or unset it.")
        return named
    for name in BROWSERS:
        found = shutil.which(name)
        if found:
            return found
    for path in MAC_BROWSERS:
        if Path(path).exists():
            return path
    return _playwrights_own()


def _playwrights_own() -> str | None:
    code = """from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)"""
    asked = subprocess.run([str(python()), "-c", code], capture_output=True, text=True, check=False)
    path = asked.stdout.strip()
    return path if asked.returncode == 0 and Path(path).exists() else None


def _as_root() -> list[str] | None:
    """How to run apt without a question, or None."""
    if os.name == "nt" or not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    quiet = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if quiet and quiet.returncode == 0 else None


def install_browser() -> None:
    """apt where we may, else Playwright's download."""
    sudo = _as_root()
    print("Installing Chromium for the tests ...", flush=True)
    if sudo is not None:
        run(*sudo, "apt-get", "update", "-qq")
        run(*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
    else:
        run(python(), "-m", "playwright", "install", "chromium")


def main() -> None:
    """Bring the folder into a state in which the Makefile's commands work."""
    check_python()
    environment()
    if "--tests" in sys.argv[1:]:
        if chromium() is None:
            install_browser()
        found = chromium()
        if found is None:
            stop(
                "The tests need Chromium. Install it (Debian: sudo apt install chromium), "
                "or set CHROMIUM to its path."
            )
        print(f"Chromium: {found}")


if __name__ == "__main__":
    main()
