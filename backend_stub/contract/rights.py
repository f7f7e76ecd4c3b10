"""What an operator may see and do, by name. Which role has which right is one table in `domain/rights.py`."""

from __future__ import annotations

import enum


class Right(enum.StrEnum):
    """A page that may be opened, or an act that may be done."""

    SELL = "sell"
    SEE_SALES = "see_sales"
    SEE_ALL_SALES = "see_all_sales"  # of all tills and days, not only of one's own till today
    REFUND = "refund"
    KEEP_ACCOUNTS = "keep_accounts"  # freeze a customer's account, open it again, move it, close it
    NO_SALE = "no_sale"  # open the drawer without a sale
    CHANGE_PRICE = "change_price"
    SEE_MEMBERS = "see_members"
    MESSAGE_MEMBERS = "message_members"
    SEE_RULES = "see_rules"
    CHANGE_RULES = "change_rules"
    SEE_SETTLEMENT = "see_settlement"
    CLOSE_SETTLEMENT = "close_settlement"
    PAY_OUT = "pay_out"
    SEE_GOODS = "see_goods"
    CHANGE_GOODS = "change_goods"
    RUN_SHIFT = "run_shift"
    SEE_REPORTS = "see_reports"
    MANAGE_TILLS = "manage_tills"
    MANAGE_OPERATORS = "manage_operators"
    MANAGE_PROGRAMMES = "manage_programmes"
    MANAGE_MERCHANTS = "manage_merchants"
    CHANGE_SETTINGS = "change_settings"
