"""A shift report's own words, by language: the shop's, as on receipts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from backend_stub.contract import DrawerKind, ReportKind


@dataclass(frozen=True, slots=True)
class ShiftWords:
    """One language. Kinds by their value."""

    title: Mapping[ReportKind, str]
    copy: str
    shift: str
    opened: str
    closed: str
    made: str
    sales: str
    by_code: str
    of_it_bonus: str
    refunds: str
    ledger: str
    ledger_differs: str
    float_: str
    kinds: Mapping[DrawerKind, str]
    expected: str
    counted: str
    loose: str
    over: str
    short: str
    agrees: str
    reason: str
    outside: str


WORDS: Mapping[str, ShiftWords] = MappingProxyType(
    {
        "en": ShiftWords(
            title={ReportKind.X: "X report", ReportKind.Z: "Z report"},
            copy="COPY",
            shift="Shift",
            opened="Opened",
            closed="Closed",
            made="Made by",
            sales="Sales",
            by_code="By payment code",
            of_it_bonus="of it bonus",
            refunds="Given back",
            ledger="Ledger says",
            ledger_differs="LEDGER DIFFERS BY",
            float_="Float",
            kinds={
                DrawerKind.IN: "Cash in",
                DrawerKind.OUT: "Cash out",
                DrawerKind.SALE: "Cash parts of sales",
                DrawerKind.TOP_UP: "Cash top-ups",
                DrawerKind.TOP_UP_REFUND: "Top-ups taken back",
                DrawerKind.PAY_BACK: "Accounts paid back",
            },
            expected="Expected in drawer",
            counted="Counted",
            loose="Not by piece",
            over="Over",
            short="Short",
            agrees="Agrees",
            reason="Reason",
            outside="While no shift was open, not expected:",
        ),
        "zh": ShiftWords(
            title={ReportKind.X: "X 报告", ReportKind.Z: "Z 报告"},
            copy="副本",
            shift="班次",
            opened="开班",
            closed="交班",
            made="经手",
            sales="笔数",
            by_code="付款码支付",
            of_it_bonus="其中赠送金",
            refunds="已退还",
            ledger="账本",
            ledger_differs="与账本相差",
            float_="备用金",
            kinds={
                DrawerKind.IN: "放入现金",
                DrawerKind.OUT: "取出现金",
                DrawerKind.SALE: "交易中的现金",
                DrawerKind.TOP_UP: "现金充值",
                DrawerKind.TOP_UP_REFUND: "充值退还",
                DrawerKind.PAY_BACK: "销户退款",
            },
            expected="应有现金",
            counted="实点",
            loose="未按面额",
            over="多",
            short="少",
            agrees="相符",
            reason="原因",
            outside="未开班期间，不计入应有：",
        ),
    }
)


def words(language: str | None) -> ShiftWords:
    """The words of a language; English for one that is not there."""
    return WORDS.get((language or "en").replace("-", "_").partition("_")[0].lower(), WORDS["en"])
