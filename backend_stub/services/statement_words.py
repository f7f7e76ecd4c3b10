"""The words of a printed statement, in both languages."""

from __future__ import annotations

from backend_stub.contract import BatchState, StatementLine

LANGUAGES = ("en", "zh")
_LINES = {
    StatementLine.GROSS: ("Sales", "收款"),
    StatementLine.REFUNDS: ("Given back", "退款"),
    StatementLine.FEES: ("Fee", "手续费"),
    StatementLine.DISCOUNTS: ("Member discounts", "会员折扣"),
    StatementLine.TOP_UPS: ("Cash top-ups in your drawer", "钱箱内的现金充值"),
    StatementLine.BONUS: ("Bonus promised", "承诺的赠送金额"),
    StatementLine.OTHER: ("Other", "其他"),
    StatementLine.CARRY: ("Carried in", "上期结转"),
}
_KINDS = {
    "redemption": ("sale", "收款"),
    "refund": ("given back", "退款"),
    "reversal": ("reversed", "撤销"),
    "top_up": ("cash top-up", "现金充值"),
    "top_up_refund": ("top-up given back", "充值退还"),
    "pay_back": ("account paid back", "账户退还"),
    "bonus": ("bonus", "赠送"),
    "bonus_returned": ("bonus taken back", "赠送收回"),
}
_STATES = {
    BatchState.OPEN: ("open", "未结算"),
    BatchState.CLOSED: ("ready to be paid out", "待付款"),
    BatchState.CARRIED: ("carried to the next batch", "结转下期"),
    BatchState.PAID: ("paid out", "已付款"),
    BatchState.FAILED: ("payout failed", "付款失败"),
    BatchState.REPAID: ("paid out again", "已重新付款"),
}
_TEXTS = {
    "title": ("Settlement statement", "结算单"),
    "net": ("Net amount", "净额"),
    "sales": ("{count} sales", "{count} 笔"),
    "acts": ("{count}", "{count} 笔"),
    "rest": ("exact {exact}; {rest} left over for the next batch", "精确值 {exact}；余 {rest} 计入下期"),
    "from": ("from {day}", "来自 {day}"),
    "entries": ("Each cent", "逐笔明细"),
    "time": ("Time", "时间"),
    "receipt": ("Receipt", "收据"),
    "customer": ("Customer", "顾客"),
    "what": ("What", "内容"),
    "amount": ("Amount", "金额"),
    "fee": ("Fee, exact", "手续费"),
    "exact": ("Net, exact", "净额"),
    "page": ("Page {page} of {pages}", "第 {page} 页，共 {pages} 页"),
    "batch": ("Batch {id}", "批次 {id}"),
    "day": ("Business day {begins} to {ends}", "营业日 {begins} 至 {ends}"),
    "paid": (
        "Paid to {holder}, {account}, on {day}. Reference {reference}",
        "已付至 {holder}，{account}，{day}。参考号 {reference}",
    ),
}


def text(language: str, key: str, **values: object) -> str:
    """A text of the statement."""
    return _TEXTS[key][LANGUAGES.index(language)].format(**values)


def line(language: str, of: StatementLine) -> str:
    """What a line is called."""
    return _LINES[of][LANGUAGES.index(language)]


def kind(language: str, of: str) -> str:
    """What happened; one that has no word yet keeps its own name."""
    return _KINDS.get(of, (of, of))[LANGUAGES.index(language)]


def state(language: str, of: str) -> str:
    """What became of the batch."""
    return _STATES[BatchState(of)][LANGUAGES.index(language)]
