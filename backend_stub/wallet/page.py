"""Drawing a page: templates escape what they are given; every answer carries the rules that a browser keeps for us."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar.response import Response
from markupsafe import Markup

import resources
from backend_stub.contract import Phrase
from backend_stub.contract.association_words import say
from backend_stub.services.platform import new_id
from backend_stub.wallet import assets
from backend_stub.wallet.browser import GUEST, Visit, cookie
from backend_stub.wallet.drawing import code128_svg, code_svg, grouped, qr_svg
from backend_stub.wallet.movement_words import kind_words
from backend_stub.wallet.words import LANGUAGES, Words, catalogue

HTML = "text/html; charset=utf-8"
# Nothing from elsewhere, no script or style within a page, no frame around it, no form to another host.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAFE = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), screen-wake-lock=(self), geolocation=(), microphone=(), payment=()",
}
SAFE_OVER_TLS = SAFE | {"Cross-Origin-Opener-Policy": "same-origin"}  # browsers complain of it elsewhere, and ignore it
PRIVATE = {"Cache-Control": "no-store"}


@cache
def _templates(language: str) -> Environment:
    found = Environment(
        loader=FileSystemLoader(resources.path("wallet", "templates")),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    found.globals.update(
        asset=assets.url,
        icon=icon,
        drawing=drawing,
        new_id=new_id,
        qr=qr_svg,
        code_qr=code_svg,
        bars=code128_svg,
        grouped=grouped,
    )
    found.filters.update(tiers=json.loads, bonus=_bonus, kind=lambda kind, words: kind_words(words, kind), say=_said)
    return found


def prepare() -> None:
    """Read everything that pages are made of, so that the first person to come waits for none of it."""
    assets.version()
    for language in LANGUAGES:
        found = _templates(language)
        for name in found.list_templates():
            found.get_template(name)


def icon(name: str, kind: str = "") -> Markup:
    """A picture beside a word: it says nothing that the word doesn't."""
    mark = Markup('<svg class="icon {kind}" aria-hidden="true"><use href="{sheet}#{name}"></use></svg>')
    return mark.format(kind=kind, sheet=assets.url("icons.svg"), name=name)


def drawing(name: str) -> Markup:
    """A gift's picture; its meaning is said beside it."""
    mark = Markup('<svg class="drawing" aria-hidden="true"><use href="{sheet}#{name}"></use></svg>')
    return mark.format(name=name, sheet=assets.url("gifts.svg"))


def _bonus(minor: int, tiers: str) -> int:
    """What the terms promise on a top-up of so much: that of the highest step reached."""
    return max((bonus for start, bonus in json.loads(tiers) if start <= minor), default=0)


def _said(phrase: Phrase, words: Words, currency: str) -> str:
    """A sentence about a rule."""
    return say(phrase, words.language, lambda minor: words.money(minor, currency))


def draw(visit: Visit, template: str, **context: object) -> str:
    """A template as text, in this person's language."""
    environment = _templates(visit.words.language)
    return environment.get_template(template).render(
        visit=visit,
        words=visit.words,
        csrf=visit.csrf,
        me=visit.session.customer if visit.session else None,
        now=visit.now,
        **context,
    )


def page(visit: Visit, template: str, status_code: int = 200, **context: object) -> Response[Any]:
    """A page; a guest gets the secret that the page's forms rest on."""
    reply: Response[Any] = Response(
        draw(visit, template, **context), status_code=status_code, media_type=HTML, headers=PRIVATE
    )
    if visit.is_new:
        reply.set_cookie(cookie(visit.request, GUEST, visit.secret, lives_s=86_400))
    return reply


def go(path: str) -> Response[Any]:
    """On to another page, by GET."""
    return Response(None, status_code=303, headers={"Location": path, **PRIVATE})
