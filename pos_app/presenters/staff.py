"""Forms of a merchant's people, stores and tills: what stands in them, and the request that they become."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from backend_stub.contract import (
    Merchant,
    MerchantStore,
    MerchantTill,
    NewOperator,
    NewStore,
    NewTill,
    Operator,
    OperatorChange,
    Role,
    StoreRequest,
    TillChange,
)
from pos_app.presenters.asking import Request, post
from pos_app.presenters.forms import Form, FormField, Kind, clock_text

USUAL_DAY = 240
YES, NO = "yes", "no"
GIVEN = (Role.CASHIER, Role.MANAGER, Role.OWNER)  # operators of the whole platform are made on its command line
Reply = Operator | MerchantStore | MerchantTill


class Part(enum.Enum):
    """What of a merchant."""

    PERSON = "person"
    STORE = "store"
    TILL = "till"


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what is changed; `id` None: somebody or something new."""

    part: Part
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A request that is ready to be sent, as often as it takes; `token` is the new till's, told once it was made."""

    request: Request[Any]  # answered by one of `Reply`, all of which have a name
    token: str = ""


def form_of(merchant: Merchant, subject: Subject, time_zone: str) -> Form:
    """The form, filled with how it is now."""
    if subject.part is Part.PERSON:
        return _person_form(person_of(merchant, subject.id))
    if subject.part is Part.STORE:
        return _store_form(store_of(merchant, subject.id), time_zone)
    return _till_form(merchant, till_of(merchant, subject.id))


def person_of(merchant: Merchant, key: str | None) -> Operator | None:
    """Somebody who works there."""
    return next((one for one in merchant.operators if one.operator_id == key), None)


def store_of(merchant: Merchant, key: str | None) -> MerchantStore | None:
    """A store of it."""
    return next((one for one in merchant.stores if one.store_id == key), None)


def till_of(merchant: Merchant, key: str | None) -> MerchantTill | None:
    """A till of it."""
    return next((one for store in merchant.stores for one in store.tills if one.till_id == key), None)


def name_of(merchant: Merchant, subject: Subject) -> str:
    """What the subject is called; empty for a new one."""
    finders = {Part.PERSON: person_of, Part.STORE: store_of, Part.TILL: till_of}
    found = finders[subject.part](merchant, subject.id)
    return found.name if found is not None else ""


def _person_form(person: Operator | None) -> Form:
    roles = GIVEN if person is None or person.role in GIVEN else (*GIVEN, person.role)
    fields = (
        FormField("name", Kind.TEXT, person.name if person else ""),
        FormField(
            "role",
            Kind.CHOICE,
            (person.role if person else Role.CASHIER).value,
            choices=tuple((role.value, f"role.{role.value}") for role in roles),
        ),
        FormField("pin", Kind.SECRET, may_be_empty=person is not None),
    )
    if person is None:
        return Form(fields)
    may = FormField(
        "active",
        Kind.CHOICE,
        NO if person.is_disabled else YES,
        choices=((YES, "merchants.may"), (NO, "merchants.may_not")),
    )
    return Form((*fields, may))


def _store_form(store: MerchantStore | None, time_zone: str) -> Form:
    name = FormField("name", Kind.TEXT, store.name if store else "")
    if store is not None and store.has_fixed_clock:
        return Form((name,))
    cut = clock_text(store.day_cut_minutes if store else USUAL_DAY)
    clock = (
        FormField("zone", Kind.TEXT, store.time_zone if store else time_zone),
        FormField("day_begins", Kind.CLOCK, cut),
    )
    return Form((name, *clock)) if store else Form((name, FormField("till", Kind.TEXT, "Till 1"), *clock))


def _till_form(merchant: Merchant, till: MerchantTill | None) -> Form:
    name = FormField("name", Kind.TEXT, till.name if till else "")
    if till is not None:
        return Form((name,))
    stores = tuple((store.store_id, store.name) for store in merchant.stores)
    return Form((name, FormField("store", Kind.CHOICE, stores[0][0] if stores else "", choices=stores)))


def ready(path: str, merchant: Merchant, subject: Subject, values: Mapping[str, object], key: str, token: str) -> Ready:
    """The request of a form that was read; msgspec.ValidationError for what the platform does not take as it is.

    `path` is the merchant's; `key` the id of what is made; `token` was drawn for a new till.
    """
    if subject.part is Part.PERSON:
        return Ready(_person(path, subject, values, key))
    if subject.part is Part.STORE:
        return _store(path, merchant, subject, values, key, token)
    return _till(path, subject, values, key, token)


def _person(path: str, subject: Subject, values: Mapping[str, object], key: str) -> Request[Operator]:
    told = {"name": values["name"], "role": values["role"], "pin": values["pin"]}
    if subject.id is None:
        return post(f"{path}/operators", Operator, msgspec.convert(told, NewOperator), key)
    told["is_disabled"] = values["active"] == NO
    return post(f"{path}/operators/{subject.id}", Operator, msgspec.convert(told, OperatorChange), key)


def _store(
    path: str, merchant: Merchant, subject: Subject, values: Mapping[str, object], key: str, token: str
) -> Ready:
    was = store_of(merchant, subject.id)
    told = {
        "name": values["name"],
        "time_zone": values.get("zone", was.time_zone if was else ""),
        "day_cut_minutes": values.get("day_begins", was.day_cut_minutes if was else USUAL_DAY),
    }
    if was is not None:
        body = msgspec.convert(told, StoreRequest)
        return Ready(post(f"{path}/stores/{was.store_id}", MerchantStore, body, key))
    told |= {"till_name": values["till"], "till_token": token}
    return Ready(post(f"{path}/stores", MerchantStore, msgspec.convert(told, NewStore), key), token)


def _till(path: str, subject: Subject, values: Mapping[str, object], key: str, token: str) -> Ready:
    if subject.id is not None:
        body = msgspec.convert({"name": values["name"]}, TillChange)
        return Ready(post(f"{path}/tills/{subject.id}", MerchantTill, body, key))
    added = msgspec.convert({"name": values["name"], "till_token": token}, NewTill)
    return Ready(post(f"{path}/stores/{values['store']}/tills", MerchantTill, added, key), token)
