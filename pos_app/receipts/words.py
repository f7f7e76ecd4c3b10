"""The receipt's own words, by language. A receipt speaks the shop's language, not the cashier's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

from pos_app.receipts.design import Spoken


@dataclass(frozen=True, slots=True)
class ReceiptWords:
    """One language."""

    copy: str
    receipt: str
    total: str
    by_code: str
    of_it_bonus: str
    cash: str
    customer: str
    programme: str
    balance_after: str
    given_back: str
    reference: str
    thanks: str
    discount: str
    points_used: str
    points: str


WORDS: Mapping[str, ReceiptWords] = MappingProxyType(
    {
        "en": ReceiptWords(
            copy="COPY",
            receipt="Receipt",
            total="Total",
            by_code="By payment code",
            of_it_bonus="of it bonus",
            cash="Cash",
            customer="Customer",
            programme="Account",
            balance_after="Balance after",
            given_back="Given back",
            reference="Reference",
            thanks="Thank you",
            discount="Member discount",
            points_used="Points used",
            points="Points",
        ),
        "zh": ReceiptWords(
            copy="副本",
            receipt="小票",
            total="合计",
            by_code="付款码支付",
            of_it_bonus="其中赠送金",
            cash="现金",
            customer="顾客",
            programme="账户",
            balance_after="余额",
            given_back="已退还",
            reference="参考号",
            thanks="谢谢惠顾",
            discount="会员减",
            points_used="积分支付",
            points="积分",
        ),
    }
)


def _both(one: ReceiptWords, other: ReceiptWords) -> ReceiptWords:
    """Two languages beside each other: `Total 合计`."""
    return ReceiptWords(*(f"{getattr(one, name.name)} {getattr(other, name.name)}" for name in fields(ReceiptWords)))


BOTH = _both(WORDS["en"], WORDS["zh"])


def spoken_words(spoken: Spoken) -> ReceiptWords:
    """The words of a designed receipt."""
    return BOTH if spoken is Spoken.BOTH else WORDS[spoken.value]


def words(language: str | None) -> ReceiptWords:
    """The words of a language (`zh`, `zh_CN`, `en-GB` …); English for one that is not there."""
    return WORDS.get((language or "en").replace("-", "_").partition("_")[0].lower(), WORDS["en"])
