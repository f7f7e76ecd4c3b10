"""A customer's list of people: a handle alone tells nothing about anybody, a card tells its owner's name."""

from __future__ import annotations

import sqlalchemy as sa

from backend_stub.contract import TokenKind
from backend_stub.domain.contacts import CONTACTS_MAX
from backend_stub.domain.records import Contact, Customer
from backend_stub.domain.state import Broken
from backend_stub.services import contacts, personal_data
from backend_stub.services.callers import Caller
from backend_stub.storage import contact_reads, reads, tables
from backend_stub.storage.contact_reads import Known
from tests.backend.shop import Payer, World


def caller(payer: Payer) -> Caller:
    return Caller(TokenKind.CUSTOMER, payer.customer_id, payer.device_id, payer.device_id)


def people(world: World, payer: Payer) -> list[tuple[str, str]]:
    found: list[Known] = world.api.run(world.platform.read(contact_reads.people_of, payer.customer_id))
    return [(one.social_id, one.name) for one in found]


def keep(world: World, payer: Payer, handle: str, proof: str = "") -> object:
    return world.api.run(contacts.keep(world.platform, caller(payer), handle, proof))


def card(world: World, payer: Payer) -> str:
    owner = world.api.run(world.platform.read(reads.one, Customer, payer.customer_id))
    return contacts.card_proof(world.platform, owner)


def gift(world: World, to: str = "jonas", **more: object) -> str:
    body = {"to": to, "amount_minor": 500, "currency": "EUR", **more}
    answer = world.api.post("/v1/gifts", world.mara.token, body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["gift_id"])


def test_a_typed_handle_is_kept_the_same_way_whether_or_not_anybody_has_it(world: World) -> None:
    for handle in ("jonas", "nobody-here"):
        kept = keep(world, world.mara, handle)
        assert isinstance(kept, Contact)
        assert (kept.social_id, kept.name) == (handle, "")
    assert sorted(people(world, world.mara)) == [("jonas", ""), ("nobody-here", "")]


def test_the_card_tells_its_owners_name_and_a_guessed_proof_tells_nothing(world: World) -> None:
    keep(world, world.mara, "jonas", "0" * 16)
    assert people(world, world.mara) == [("jonas", "")]
    keep(world, world.mara, "jonas", card(world, world.jonas))
    assert people(world, world.mara) == [("jonas", "Jonas Tanner")]
    keep(world, world.mara, "jonas")  # typed once more: what was told stays
    assert people(world, world.mara) == [("jonas", "Jonas Tanner")]
    assert world.api.run(contacts.shown_by(world.platform, "mara", card(world, world.jonas))) is None


def test_who_was_given_to_is_on_the_list_and_a_giver_only_when_the_gift_was_accepted(world: World) -> None:
    gift_id = gift(world)
    assert people(world, world.mara) == [("jonas", "Jonas Tanner")]
    assert people(world, world.jonas) == []
    world.api.post(f"/v1/gifts/{gift_id}/acceptance", world.jonas.token, {})
    assert people(world, world.jonas) == [("mara", "Mara Tanner")]


def test_who_was_dropped_stays_away_until_something_new_happens(world: World) -> None:
    gift(world)
    keep(world, world.mara, "nobody-here")
    world.clock.forward(1)
    for handle in ("jonas", "nobody-here", "jonas"):
        world.api.run(contacts.drop(world.platform, caller(world.mara), handle))
    assert people(world, world.mara) == []
    world.clock.forward(1)
    gift(world)
    keep(world, world.mara, "nobody-here")
    assert sorted(people(world, world.mara)) == [("jonas", "Jonas Tanner"), ("nobody-here", "")]


def test_nobody_keeps_themselves_nor_more_people_than_fit(lite: World) -> None:
    assert isinstance(keep(lite, lite.mara, "mara"), Broken)
    commands = [contacts.contacts.Keep(lite.mara.customer_id, f"friend-{number}", "") for number in range(CONTACTS_MAX)]
    lite.platform.writer.run_all(contacts.KEEP, commands)
    assert isinstance(keep(lite, lite.mara, "one-too-many"), Broken)
    assert isinstance(keep(lite, lite.mara, "friend-7"), Contact)


def test_a_gift_keeps_its_picture_and_an_unknown_one_is_refused(world: World) -> None:
    gift_id = gift(world, picture="lantern")
    assert world.api.get(f"/v1/gifts/{gift_id}", world.jonas.token).json()["picture"] == "lantern"
    plain = gift(world)
    assert world.api.get(f"/v1/gifts/{plain}", world.jonas.token).json()["picture"] == "gift"
    body = {"to": "jonas", "amount_minor": 500, "currency": "EUR", "picture": "https://evil.test/x.png"}
    assert world.api.post("/v1/gifts", world.mara.token, body).status_code == 400


def test_an_erased_person_is_on_nobodys_list(world: World) -> None:
    gift_id = gift(world)
    world.api.post(f"/v1/gifts/{gift_id}/acceptance", world.jonas.token, {})
    keep(world, world.mara, "jonas", card(world, world.jonas))
    world.paid(world.jonas, 1_200)
    personal_data.erase(world.platform.database, "jonas", world.clock())
    assert people(world, world.mara) == []
    with world.platform.database.read.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.CONTACTS)) == 0
