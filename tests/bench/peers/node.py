"""Installs the peers that run on Node.js, at the versions of ``package.json``, and starts them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
NAMES = ("docxtemplater", "docx-templates")


def versions() -> dict[str, str]:
    """Of what is to be measured."""
    wanted: dict[str, str] = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    return {name: wanted[name] for name in NAMES}


def missing() -> str:
    """Why they can't be measured; nothing where they can. Installs them the first time: no script of theirs is run."""
    if not (shutil.which("node") and shutil.which("npm")):
        return "Node.js and npm are not on this computer"
    installed = HERE / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (HERE / "package.json").stat().st_mtime:
        command = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--no-package-lock", "--ignore-scripts"]
        if subprocess.run(command, cwd=HERE, check=False, capture_output=True).returncode:
            return "npm can't install them"
        installed.touch()
    return ""


def node_version() -> str:
    return subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout.strip().lstrip("v")


def command(name: str, template: Path, few: Path, many: Path) -> list[str]:
    return ["node", str(HERE / "fill.mjs"), name, *map(str, (template, few, many))]
