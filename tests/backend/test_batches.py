"""Commands that are decided together get the answers they would get one after another."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import Any

from backend_stub.contract import TopUpState
from backend_stub.domain.accounts import Establish
from backend_stub.domain.codes import IssueCode
from backend_stub.domain.giveback import GiveBack, Reverse
from backend_stub.domain.redemption import Redeem
from backend_stub.domain.state import Broken
from backend_stub.domain.topups import Heard, PutIn
from backend_stub.services import money_in, usecases
from backend_stub.services.platform import new_id
from backend_stub.services.secrets import new_code
from backend_stub.services.verify import verify
from backend_stub.storage.lookups import UseCase
from tests.backend.shop import World


def together(world: World, *acts: tuple[UseCase[Any], Any]) -> list[Any]:
    """Queue all while the writer is held, so that it takes them as one batch, in this order."""
    held, go_on = threading.Event(), threading.Event()

    def hold(*_: object) -> None:
        held.set()
        assert go_on.wait(30)

    async def send() -> list[Any]:
        world.platform.writer.chore(hold)
        assert held.wait(30)
        answers = [asyncio.ensure_future(world.platform.writer.submit(*act)) for act in acts]
        await asyncio.sleep(0)
        go_on.set()
        return list(await asyncio.gather(*answers))

    found: list[Any] = world.api.run(send())
    return found


def sale(world: World, text: str, amount_minor: int, *, till: int = 0) -> Redeem:
    hashed = world.platform.keys.code_hash(text)
    till_id = world.tea.till_ids[till]
    return Redeem(new_id(), till_id, "meis-tea", None, text, hashed, amount_minor, "EUR", False, "", f"{amount_minor}")


def test_of_one_code_shown_at_two_tills_in_one_batch_the_first_is_paid(world: World) -> None:
    text = world.code(world.mara)
    here, there, again = sale(world, text, 450), sale(world, text, 450, till=1), sale(world, text, 1)
    replies = together(world, (usecases.REDEEM, here), (usecases.REDEEM, there), (usecases.REDEEM, again))
    assert [reply.refusal for reply in replies] == [None, "code_not_usable", "code_used_at_this_till"]
    assert world.balance(world.mara) == 5_550
    assert verify(world.platform.database) == []


def test_a_sale_its_repeat_its_refund_and_its_reversal_in_one_batch(world: World) -> None:
    bought = sale(world, world.code(world.mara), 450)
    back = GiveBack(new_id(), bought.attempt_id, world.tea.merchant_id, None, None, 100, "", "x")
    undo = Reverse(bought.attempt_id, new_id(), bought.till_id, "")
    replies = together(
        world,
        (usecases.REDEEM, bought),
        (usecases.REDEEM, bought),
        (usecases.REFUND, back),
        (usecases.REFUND, back),
        (usecases.REVERSE, undo),
        (usecases.REVERSE, replace(undo, reversal_id=new_id())),
        (usecases.REDEEM, bought),
    )
    assert replies[0] == replies[1]
    assert replies[2] == replies[3]
    assert [reply.outcome for reply in (replies[0], replies[4], replies[5], replies[6])] == [
        "paid",
        "reversed",
        "reversed",
        "reversed",
    ]
    assert world.balance(world.mara) == 6_000
    assert verify(world.platform.database) == []


def test_sales_of_one_account_in_one_batch_do_not_overdraw_it(world: World) -> None:
    """Four devices' worth of codes, each good on its own, and money for two."""
    texts = [world.code(world.payer_device(world.mara)) for _ in range(4)]
    replies = together(world, *((usecases.REDEEM, sale(world, text, 2_500)) for text in texts))
    assert [reply.refusal for reply in replies] == [None, None, "insufficient_funds", "insufficient_funds"]
    assert [reply.receipt_number for reply in replies[:2]] == ["2026-1123-001", "2026-1123-002"]
    assert world.balance(world.mara) == 1_000
    assert verify(world.platform.database) == []


def test_a_reversal_before_its_sale_in_one_batch_closes_it(world: World) -> None:
    bought = sale(world, world.code(world.mara), 450)
    undo = Reverse(bought.attempt_id, new_id(), bought.till_id, "")
    closed, late = together(world, (usecases.REVERSE, undo), (usecases.REDEEM, bought))
    assert (closed.outcome, late) == ("closed", closed)
    assert world.balance(world.mara) == 6_000


def test_a_new_account_filled_and_spent_in_one_batch(world: World) -> None:
    """What a batch made is there for what comes after it, also where its rows were not loaded before."""
    account, topup, key, text = new_id(), new_id(), new_id(), new_code()
    keys = world.platform.keys
    hashed, sealed = keys.code_hash(text), keys.seal(text, key)
    replies = together(
        world,
        (usecases.ESTABLISH, Establish(account, world.mara.customer_id, world.tea.programme_id, "x")),
        (money_in.TOP_UP, PutIn(topup, world.mara.customer_id, None, account, None, 7_000, "EUR", "x", "demo")),
        (money_in.HEARD, Heard(topup, TopUpState.CAPTURED)),
        (usecases.ISSUE_CODE, IssueCode(key, world.mara.device_id, world.mara.customer_id, account, None, hashed, sealed, "x")),
        (usecases.REDEEM, sale(world, text, 4_500)),
        (money_in.TOP_UP, PutIn(new_id(), world.jonas.customer_id, None, account, None, 100, "EUR", "x", "demo")),
    )  # fmt: skip
    assert (replies[4].outcome, replies[4].account_id, replies[4].balance_after_minor) == ("paid", account, 2_500)
    assert isinstance(replies[5], Broken)
    assert verify(world.platform.database) == []
