"""Rules of the house that no linter knows, and what the ground under it must bear."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from backend_stub.storage.migrate import HEAD, SCRIPTS

ROOT = Path(__file__).parents[1]
COUNT_NONE = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
widget = QWidget()
before = sys.getrefcount(None)
for _ in range(1000):
    widget.update()
print(sys.getrefcount(None) - before)
"""


def _imported(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    plain = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    return plain | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_the_domain_imports_the_standard_library_the_contract_and_money_and_the_making_of_rows_only() -> None:
    allowed = (
        "backend_stub.contract",
        "backend_stub.money",
        "backend_stub.domain",
        "msgspec",
    )  # of which rows are made
    strangers = {
        f"{file.name}: {module}"
        for file in (ROOT / "backend_stub" / "domain").rglob("*.py")
        for module in _imported(file)
        if module.partition(".")[0] not in sys.stdlib_module_names and not module.startswith(allowed)
    }
    assert strangers == set()


def test_the_till_names_of_the_platform_only_its_contract_and_its_money_but_for_its_composition_root() -> None:
    strangers = {
        f"{file.relative_to(ROOT)}: {module}"
        for file in (ROOT / "pos_app").rglob("*.py")
        if file != ROOT / "pos_app" / "main.py"
        for module in _imported(file)
        if module.startswith("backend_stub") and not module.startswith(("backend_stub.contract", "backend_stub.money"))
    }
    assert strangers == set()


def test_no_file_of_the_program_holds_more_than_four_hundred_lines() -> None:
    files = [*(ROOT / "pos_app").rglob("*.py"), *(ROOT / "backend_stub").rglob("*.py")]
    long = {file.name for file in files if len(file.read_text("utf-8").splitlines()) > 400}
    # a table's columns, as they were on the day: not ours to divide
    assert long - {"0001_foundation.py"} == set()


def test_the_newest_migration_is_the_one_the_program_asks_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_qt_does_not_wear_none_away() -> None:
    """PySide6 6.12.0 took a reference from None with every call without a result; on Python 3.11 that ends the process."""
    done = subprocess.run(
        [sys.executable, "-c", COUNT_NONE],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) > -100


def test_the_till_starts_without_what_few_sales_need() -> None:
    heavy = [
        "rich",
        "pygments",
        "numpy",
        "fpdf",
        "cv2",
        "escpos",
        "usb",
        "serial",
    ]  # tracebacks in colours, previews, printed statements, the scanner
    started = "import pos_app.main, pos_app.windows, pos_app.till, backend_stub.app, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", started],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(heavy) & set(loaded.stdout.split()) == set()


def test_the_till_s_start_reads_no_sources() -> None:
    started = "import linecache, pos_app.main, pos_app.windows, pos_app.till, backend_stub.app"
    files = "sum(not name.startswith('<') for name in linecache.cache)"
    done = subprocess.run(
        [sys.executable, "-c", f"{started}; print({files})"], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 10


def test_the_locked_packages_name_no_address_and_carry_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock
    assert "--hash=sha256:" in lock
