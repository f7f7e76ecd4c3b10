"""The shop as the till last knew it: sealed, bound to the token, nothing of the day in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.known_shop import FILE_NAME, KnownShop
from pos_app.seal import Seal, new_key
from tests.fakes import a_context

TOKEN = "till-token"


@pytest.fixture
def seal() -> Seal:
    return Seal(new_key())


def test_the_first_start_knows_no_shop_and_the_next_one_does(tmp_path: Path, seal: Seal) -> None:
    first = KnownShop(tmp_path, seal, TOKEN)
    assert first.shop is None
    first.keep(a_context())
    assert KnownShop(tmp_path, seal, TOKEN).shop == a_context(today_count=0, today_total_minor=0)


def test_another_day_s_figures_are_no_news_and_another_name_is(tmp_path: Path, seal: Seal) -> None:
    known = KnownShop(tmp_path, seal, TOKEN)
    known.keep(a_context())
    written = (tmp_path / FILE_NAME).read_bytes()
    known.keep(a_context(today_count=99))
    assert (tmp_path / FILE_NAME).read_bytes() == written
    known.keep(a_context(merchant_name="Mei & Yan"))
    again = KnownShop(tmp_path, seal, TOKEN).shop
    assert again is not None
    assert again.merchant_name == "Mei & Yan"


def test_nothing_of_it_can_be_read_in_the_file(tmp_path: Path, seal: Seal) -> None:
    KnownShop(tmp_path, seal, TOKEN).keep(a_context())
    content = (tmp_path / FILE_NAME).read_bytes()
    assert not any(word in content for word in (b"Mei", b"Anna", b"EUR", TOKEN.encode()))


def test_another_token_another_key_or_a_torn_file_know_nothing(tmp_path: Path, seal: Seal) -> None:
    KnownShop(tmp_path, seal, TOKEN).keep(a_context())
    assert KnownShop(tmp_path, seal, "another-token").shop is None
    assert KnownShop(tmp_path, Seal(new_key()), TOKEN).shop is None
    file = tmp_path / FILE_NAME
    file.write_bytes(file.read_bytes()[:-1])
    assert KnownShop(tmp_path, seal, TOKEN).shop is None


def test_a_folder_that_can_t_be_written_costs_only_the_quick_start(tmp_path: Path, seal: Seal) -> None:
    known = KnownShop(tmp_path / "gone", seal, TOKEN)
    known.keep(a_context())
    assert KnownShop(tmp_path / "gone", seal, TOKEN).shop is None
