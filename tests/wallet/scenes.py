"""Every page and state of the wallet, by name: what is audited, and what `make screens` draws."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from backend_stub.app import open_platform, sqlite_url
from backend_stub.contract import GiftRequest, TokenKind
from backend_stub.domain.limits import MISSES
from backend_stub.domain.records import Customer
from backend_stub.services import access, contacts, gifts
from backend_stub.services.access import Opened
from backend_stub.services.callers import Caller
from backend_stub.services.parties import Shop, Terms, open_shop
from backend_stub.services.platform import Options, new_id, system_clock
from backend_stub.services.secrets import Keys
from backend_stub.storage import reads
from tests.backend.members import Members
from tests.backend.shop import Payer, World
from tests.conftest import MASTER_KEY
from tests.serving import served
from tests.wallet.phone import Phone


@dataclass
class Stage:
    """A shop that is served, and a phone before it."""

    world: World
    url: str
    phone: Phone
    attempt_id: str = ""

    def be(self, payer: Payer | None) -> Phone:
        """The phone of somebody; None: of nobody."""
        self.phone.tell("Network.clearBrowserCookies")
        if payer is not None:
            opened = self.world.api.run(access.open_for(self.world.platform, payer.customer_id, "Chrome, Android"))
            assert isinstance(opened, Opened)
            self.phone.tell(
                "Network.setCookie", name="wallet", value=opened.text, url=self.url, path="/", httpOnly=True
            )
            self.phone.tell("Network.setCookie", name="zone", value="Europe/Berlin", url=self.url, path="/")
        return self.phone

    @property
    def rich(self) -> Payer:
        """Somebody with money, sales, a refund and messages."""
        return self.world.mara

    def code(self) -> str:
        return self.phone.see(".digits").text.replace("Code", "").replace("付款码", "").replace(" ", "").strip()


def _signed_out(path: str) -> Callable[[Stage], None]:
    return lambda stage: stage.be(None).go(path)


def _rich(path: str) -> Callable[[Stage], None]:
    return lambda stage: stage.be(stage.rich).go(path.replace("ACCOUNT", stage.rich.account_id))


def _wrong_pin(stage: Stage) -> None:
    phone = stage.be(None)
    phone.go("/wallet/sign-in")
    phone.key("handle", f"nobody-{new_id()[-12:]}")
    phone.key("pin", "135791")
    phone.run("document.querySelector('form.card').requestSubmit()")
    phone.see(".wrong")


def _wrong_sign_up(stage: Stage) -> None:
    phone = stage.be(None)
    phone.go("/wallet/sign-up")
    phone.key("name", "Nora")
    phone.key("handle", "N!")
    phone.key("pin", "111111")
    phone.run("document.querySelector('form.card').requestSubmit()")
    phone.see(".wrong")


def _pay(stage: Stage) -> None:
    stage.be(stage.rich).go("/wallet/pay")
    stage.phone.see(".code-card .qr")


def _chooser(stage: Stage) -> None:
    _pay(stage)
    stage.phone.run("document.querySelector('.payer').open = true")


def _paid(stage: Stage) -> None:
    _pay(stage)
    assert stage.world.redeem(stage.code(), 100).json()["outcome"] == "paid"
    stage.phone.see("[data-result=paid]")


def _asking(stage: Stage) -> None:
    _pay(stage)
    answer = stage.world.redeem(stage.code(), 5_100).json()
    stage.attempt_id = str(answer["attempt_id"])
    stage.phone.see("[data-result=asking]")


def _refused(stage: Stage) -> None:
    _asking(stage)
    stage.phone.run("document.querySelector('[value=no]').click()")
    stage.phone.see("[data-result=nothing]")


def _over(stage: Stage) -> None:
    _pay(stage)
    stage.phone.run("document.querySelector('.code-card').classList.add('over')")


def _link(stage: Stage) -> None:
    stage.be(stage.rich).go("/wallet/me/devices")
    stage.phone.run("document.querySelector('[action=\"/wallet/me/link\"]').requestSubmit()")
    stage.phone.see(".qr.link")


def _frozen(stage: Stage) -> None:
    path = f"/v1/accounts/{stage.world.jonas.account_id}/freezing"
    stage.world.api.post(path, stage.world.jonas.token, {})
    stage.be(stage.world.jonas).go(f"/wallet/accounts/{stage.world.jonas.account_id}")


def _top_up_wrong(stage: Stage) -> None:
    _rich("/wallet/accounts/ACCOUNT/top-up")(stage)
    stage.phone.key("other", "99999")
    stage.phone.run("document.querySelector('form.card').requestSubmit()")
    stage.phone.see(".wrong")


def _wrong_handle(stage: Stage) -> None:
    _rich("/wallet/people")(stage)
    stage.phone.see("#handle").send_keys("N!")
    stage.phone.run("document.querySelector('form.card').requestSubmit()")
    stage.phone.see(".wrong")


def _wrong_erase(stage: Stage) -> None:
    stage.be(NEW[0]).go("/wallet/me/erase")
    stage.phone.key("handle", "somebody-else")
    stage.phone.run("document.querySelector('form.card').requestSubmit()")
    stage.phone.see(".wrong")


def _erased(stage: Stage) -> None:
    """Somebody new each time, since it can be done once."""
    handle = f"gone-{new_id()[-12:]}"
    token = new_id().replace("-", "") + "x" * 11
    person = {"social_id": handle, "display_name": "Gone Soon", "device_name": "Phone", "token": token}
    about = stage.world.api.post("/v1/customers", None, person).json()
    stage.be(Payer(about["customer_id"], "", token, about["device_id"])).go("/wallet/me/erase")
    stage.phone.key("handle", handle)
    stage.phone.run("document.querySelector('form.card').requestSubmit()")
    stage.phone.sees(
        "已删除" if stage.phone.run("return document.documentElement.lang") == "zh-Hans" else "You are erased"
    )


def _too_often(stage: Stage) -> None:
    """Ten handles that nobody has, and one more."""
    platform, nora = stage.world.platform, READER[0]
    request = GiftRequest(to="nobody-at-all", amount_minor=1, currency="EUR")
    caller = Caller(TokenKind.CUSTOMER, nora.customer_id, nora.device_id, nora.device_id)
    for _ in range(MISSES.times):
        stage.world.api.run(gifts.offer(platform, caller, new_id(), request))
    stage.be(nora).go("/wallet/gifts/new")
    stage.phone.key("to", "nobody-else")
    stage.phone.key("amount", "1")
    stage.phone.run("document.querySelector('form.card').requestSubmit()")
    stage.phone.see(".wrong")


def _person(stage: Stage) -> None:
    platform = stage.world.platform
    owner = stage.world.api.run(platform.read(reads.one, Customer, stage.world.jonas.customer_id))
    proof = contacts.card_proof(platform, owner)
    stage.be(stage.rich).go(f"/wallet/people/add?to={owner.social_id}&card={proof}")


SCENES: dict[str, Callable[[Stage], None]] = {
    "sign-in": _signed_out("/wallet/sign-in"),
    "sign-in-wrong": _wrong_pin,
    "sign-up": _signed_out("/wallet/sign-up"),
    "sign-up-wrong": _wrong_sign_up,
    "home": _rich("/wallet"),
    "home-new": lambda stage: stage.be(NEW[0]).go("/wallet?new=1"),
    "pay": _pay,
    "pay-choose": _chooser,
    "pay-over": _over,
    "pay-no-account": lambda stage: stage.be(NEW[0]).go("/wallet/pay"),
    "paid": _paid,
    "asking": _asking,
    "refused": _refused,
    "accounts-new": _rich("/wallet/accounts/new"),
    "terms": lambda stage: stage.be(stage.rich).go(f"/wallet/programmes/{stage.world.books.programme_id}"),
    "account": _rich("/wallet/accounts/ACCOUNT"),
    "top-up": _rich("/wallet/accounts/ACCOUNT/top-up"),
    "top-up-wrong": _top_up_wrong,
    "top-up-choose": _rich("/wallet/top-up"),
    "memberships": _rich("/wallet/memberships"),
    "membership": lambda stage: stage.be(stage.rich).go(f"/wallet/memberships/{stage.world.tea.merchant_id}"),
    "membership-wrong": lambda stage: stage.be(stage.rich).go(
        f"/wallet/memberships/{stage.world.tea.merchant_id}/wrong"
    ),
    "memberships-before": lambda stage: stage.be(stage.world.jonas).go("/wallet/memberships"),
    "membership-before": lambda stage: stage.be(stage.world.jonas).go(
        f"/wallet/memberships/{stage.world.tea.merchant_id}"
    ),
    "home-before": lambda stage: stage.be(stage.world.jonas).go("/wallet"),
    "memberships-none": lambda stage: stage.be(NEW[0]).go("/wallet/memberships"),
    "account-frozen": _frozen,
    "gifts": _rich("/wallet/gifts"),
    "gift-received": lambda stage: stage.be(stage.world.jonas).go("/wallet/gifts"),
    "gift-new": _rich("/wallet/gifts/new?to=jonas"),
    "gift-new-none": lambda stage: stage.be(NEW[0]).go("/wallet/gifts/new"),
    "gift-new-somebody": _rich("/wallet/gifts/new"),
    "gift-too-often": _too_often,
    "people": _rich("/wallet/people"),
    "people-none": lambda stage: stage.be(NEW[0]).go("/wallet/people"),
    "people-wrong": _wrong_handle,
    "person": _person,
    "person-unproven": _rich("/wallet/people/add?to=somebody"),
    "scan-no-camera": _rich("/wallet/people/scan"),
    "card": _rich("/wallet/me/card"),
    "messages": _rich("/wallet/messages"),
    "messages-gift": lambda stage: stage.be(stage.world.jonas).go("/wallet/messages"),
    "messages-none": lambda stage: stage.be(NEW[0]).go("/wallet/messages"),
    "me": _rich("/wallet/me"),
    "privacy": _rich("/wallet/me/privacy"),
    "erase-money": _rich("/wallet/me/erase"),
    "erase": lambda stage: stage.be(NEW[0]).go("/wallet/me/erase"),
    "erase-wrong": _wrong_erase,
    "erased": _erased,
    "devices": _rich("/wallet/me/devices"),
    "link": _link,
    "link-open": _signed_out("/wallet/link"),
    "pin": _rich("/wallet/me/pin"),
    "missing": _rich("/wallet/nothing-here"),
    "offline": _signed_out("/wallet/offline"),
}
NEW: list[Payer] = []
READER: list[Payer] = []  # who looks for people


@contextmanager
def staged() -> Iterator[Stage]:
    """A tea shop and a bookshop with customers who have lived a little."""
    with tempfile.TemporaryDirectory(prefix="pos-wallet-") as folder:
        options = Options(demo_funding=True)
        platform = open_platform(sqlite_url(Path(folder) / "platform.sqlite"), Keys(MASTER_KEY), options)
        world = _lived(World(platform, system_clock))  # type: ignore[arg-type]
        try:
            with served(platform) as url, Phone(url) as phone:
                yield Stage(world, url, phone)
        finally:
            world.api.close()
            platform.stop()


def _lived(world: World) -> World:
    shop = Members(world)
    for amount_minor in (450, 1_250, 380):
        sale = shop.buy(world.mara, amount_minor)
    refund = {"attempt_id": sale["attempt_id"], "amount_minor": 100, "approval": world.approval()}
    assert world.api.post("/v1/refunds", world.till, refund).status_code == 200
    for _ in range(4):
        top_up = {"amount_minor": 20_000, "currency": "EUR", "account_id": world.mara.account_id}
        assert world.api.post("/v1/topups", world.mara.token, top_up).status_code == 200
    for words, picture in (("Tea is on me", "tea"), ("", "lantern")):
        gift = {"to": "jonas", "amount_minor": 1_000, "currency": "EUR", "words": words, "picture": picture}
        assert world.api.post("/v1/gifts", world.mara.token, gift).status_code == 200
    token = "n" * 43
    signed_up = world.api.post(
        "/v1/customers",
        None,
        {"social_id": "nora", "display_name": "Nora Neumann", "device_name": "Phone", "token": token},
    )
    about = signed_up.json()
    NEW[:] = [Payer(about["customer_id"], "", token, about["device_id"])]
    READER[:] = [world.payer("reader", world.books, 1_000)]
    second = {"programme_id": world.books.programme_id}
    assert world.api.post("/v1/accounts", world.mara.token, second).status_code == 200
    shop.buy(world.jonas, 100)
    noodles = Shop("wang", "Wang’s Noodles", "王", "EUR", "Main", "Europe/Berlin", (), Terms("Noodle card"))
    open_shop(world.platform.database, world.platform.keys, noodles, world.clock())
    return world
