"""Webhooks on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from backend_stub.cli import main
from tests.backend.shop import World
from tests.conftest import MASTER_KEY
from tests.serving import write_key


def test_an_endpoint_is_added_its_secret_changed_and_a_delivery_sent_off_again(lite: World, tmp_path: Path) -> None:
    key = write_key(tmp_path / "platform.key", MASTER_KEY)
    where = ["--db", lite.platform.database.url.render_as_string(hide_password=False), "--key", str(key)]

    def run(command: str, *arguments: str) -> Any:
        return CliRunner().invoke(main, ["webhooks", command, *where, "--merchant", "meis-tea", *arguments])

    assert "https addresses only" in run("add", "http://127.0.0.1:9/").output
    made = json.loads(run("add", "https://books.invalid/hooks", "--event", "redemption.paid", "--json").stdout)
    assert made["secret"].startswith("whsec_")
    changed = json.loads(run("rotate", made["endpoint_id"], "--json").stdout)
    assert changed["secret"] not in {made["secret"], ""}
    lite.paid(lite.mara)
    (delivery,) = json.loads(run("log", "--json").stdout)
    assert (delivery["type"], delivery["state"]) == ("redemption.paid", "pending")
    assert run("log", "--state", "dead").stdout == "0 deliveries.\n"
    assert "goes out again" in run("replay", delivery["delivery_id"]).stdout
    assert "no such delivery of yours" in run("replay", "nothing").output
    unknown = CliRunner().invoke(main, ["webhooks", "log", *where, "--merchant", "nobody"])
    assert "there is no merchant 'nobody'" in unknown.output
