"""Lays a runnable copy of this sample in a folder: sources and a virtual environment.

usage: python3 build.py <output folder>

An interpreter that already has the libraries (Debian's, with python3-fastapi, python3-uvicorn and
python3-prometheus-client) is used as it is; otherwise pip installs what requirements.txt locks.
With --check it only says whether one of the two will work.
"""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).resolve().parent
libraries = "import fastapi, prometheus_client, uvicorn"


def succeeds(*command: str) -> bool:
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE).returncode == 0
    except OSError:
        return False


def interpreter_with_libraries() -> str | None:
    return next((one for one in (sys.executable, "/usr/bin/python3") if succeeds(one, "-c", libraries)), None)


def can_build() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        return interpreter_with_libraries() is not None or succeeds(
            sys.executable, "-m", "pip", "download", "--quiet", "--retries", "0", "--timeout", "5",
            "--dest", folder, "-r", str(here / "requirements.txt"))


def make_environment(environment: Path) -> str | None:
    """Makes the virtual environment; returns what is wrong, or None."""
    if interpreter := interpreter_with_libraries():
        subprocess.run([interpreter, "-m", "venv", "--system-site-packages", "--without-pip", str(environment)], check=True)
        return None
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    if succeeds(str(environment / "bin" / "pip"), "install", "--disable-pip-version-check", "-r", str(here / "requirements.txt")):
        return None
    return ("fastapi, uvicorn and prometheus_client are not installed and pip cannot get them: "
            "apt-get install python3-fastapi python3-uvicorn python3-prometheus-client")


def main() -> int:
    if len(sys.argv) != 2:
        print("Name the output folder, or --check: python3 build.py <output folder>", file=sys.stderr)
        return 2
    if sys.argv[1] == "--check":
        return 0 if can_build() else 1
    output = Path(sys.argv[1]).resolve()
    output.mkdir(parents=True, exist_ok=True)
    for old in ("recommendations", "venv"):
        shutil.rmtree(output / old, ignore_errors=True)
    shutil.copytree(here / "recommendations", output / "recommendations", ignore=shutil.ignore_patterns("__pycache__"))
    if problem := make_environment(output / "venv"):
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
