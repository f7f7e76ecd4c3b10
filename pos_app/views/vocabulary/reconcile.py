"""What the Reconcile page says."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

ENGLISH = {
    "reconcile.bank": QT_TRANSLATE_NOOP("reconcile", "Bank"),
    "reconcile.tills": QT_TRANSLATE_NOOP("reconcile", "Tills"),
    "reconcile.statements": QT_TRANSLATE_NOOP("reconcile", "Bank statements"),
    "reconcile.shifts": QT_TRANSLATE_NOOP("reconcile", "Shifts"),
    "reconcile.choose": QT_TRANSLATE_NOOP("reconcile", "Choose a bank statement"),
    "reconcile.files": QT_TRANSLATE_NOOP("reconcile", "Bank statements (camt.053, CSV)"),
    "reconcile.csv": QT_TRANSLATE_NOOP("reconcile", "Result as CSV"),
    "reconcile.reading": QT_TRANSLATE_NOOP("reconcile", "Holding it against the books…"),
    "reconcile.drop": QT_TRANSLATE_NOOP("reconcile", "Drop the bank’s statement here"),
    "reconcile.let_go": QT_TRANSLATE_NOOP("reconcile", "Let go to read this statement"),
    "reconcile.drop_how": QT_TRANSLATE_NOOP(
        "reconcile",
        "A camt.053 file or a CSV from online banking. Each line is held against payouts and top-ups: what fits is"
        " confirmed, what does not is named with its likely cause. The same file again changes nothing.",
    ),
    "reconcile.drop_csv": QT_TRANSLATE_NOOP(
        "reconcile", "A CSV begins with: date,amount,currency,reference,counterparty,text"
    ),
    "reconcile.not_taken": QT_TRANSLATE_NOOP("reconcile", "{name} was not taken"),
    "reconcile.refused": QT_TRANSLATE_NOOP("reconcile", "{text}"),
    "reconcile.unknown": QT_TRANSLATE_NOOP(
        "reconcile", "Not known yet if it was taken. Choose it again: it is never taken twice."
    ),
    "reconcile.too_large": QT_TRANSLATE_NOOP("reconcile", "It is larger than 8 MB. Ask the bank for shorter periods."),
    "reconcile.unreadable": QT_TRANSLATE_NOOP("reconcile", "The file can’t be read. Is it still there?"),
    "reconcile.no_text": QT_TRANSLATE_NOOP(
        "reconcile", "This is not a text file. Choose camt.053 (XML) or CSV, not PDF."
    ),
    "reconcile.known": QT_TRANSLATE_NOOP("reconcile", "This file was taken before, on {day}"),
    "reconcile.known_how": QT_TRANSLATE_NOOP("reconcile", "Nothing was done again. This is what was found then."),
    "reconcile.fits": QT_TRANSLATE_NOOP("reconcile", "Everything fits"),
    "reconcile.differ": QT_TRANSLATE_NOOP("reconcile", "Differences: {count}"),
    "reconcile.sums": QT_TRANSLATE_NOOP(
        "reconcile", "{matched} of {entries} lines match. In {in_minor}, out {out_minor}."
    ),
    "reconcile.other_account": QT_TRANSLATE_NOOP("reconcile", "This statement is of {account}"),
    "reconcile.other_account_how": QT_TRANSLATE_NOOP(
        "reconcile", "Payouts are paid from {payer}. Is it the right file?"
    ),
    "reconcile.gap": QT_TRANSLATE_NOOP("reconcile", "The balances differ from the lines by {gap_minor}"),
    "reconcile.gap_how": QT_TRANSLATE_NOOP("reconcile", "The file is incomplete. Ask the bank for it again."),
    "reconcile.differences": QT_TRANSLATE_NOOP("reconcile", "Differences"),
    "reconcile.missing": QT_TRANSLATE_NOOP("reconcile", "On no statement so far"),
    "reconcile.matched": QT_TRANSLATE_NOOP("reconcile", "Matched"),
    "reconcile.cut": QT_TRANSLATE_NOOP("reconcile", "{count} more stand in the CSV."),
    "reconcile.instructed": QT_TRANSLATE_NOOP("reconcile", "instructed on {day}"),
    "reconcile.payout_of": QT_TRANSLATE_NOOP("reconcile", "Payout to {name}"),
    "reconcile.top_up_by": QT_TRANSLATE_NOOP("reconcile", "Top-up by {name}"),
    "reconcile.expected": QT_TRANSLATE_NOOP("reconcile", "expected {expected_minor}"),
    "reconcile.nobody": QT_TRANSLATE_NOOP("reconcile", "No name"),
    "reconcile.arrived": QT_TRANSLATE_NOOP("reconcile", "It is this payout"),
    "reconcile.is_noted": QT_TRANSLATE_NOOP("reconcile", "noted as arrived"),
    "reconcile.noted": QT_TRANSLATE_NOOP("reconcile", "The payout of {amount_minor} arrived"),
    "reconcile.saved": QT_TRANSLATE_NOOP("reconcile", "Kept as {file}"),
    "reconcile.not_saved": QT_TRANSLATE_NOOP("reconcile", "{name} could not be kept"),
    "reconcile.finding.duplicate": QT_TRANSLATE_NOOP("reconcile", "Twice"),
    "reconcile.cause.duplicate": QT_TRANSLATE_NOOP(
        "reconcile", "An earlier line was matched with the same: the bank may have booked it twice."
    ),
    "reconcile.do.duplicate": QT_TRANSLATE_NOOP(
        "reconcile", "Ask the bank. If it was booked twice, it has to give one back."
    ),
    "reconcile.finding.wrong_amount": QT_TRANSLATE_NOOP("reconcile", "Other amount"),
    "reconcile.cause.wrong_amount": QT_TRANSLATE_NOOP(
        "reconcile", "The bank may have kept a charge, or a digit is wrong."
    ),
    "reconcile.do.wrong_amount": QT_TRANSLATE_NOOP(
        "reconcile", "Compare with the instruction, and ask the bank for what is missing."
    ),
    "reconcile.finding.wrong_currency": QT_TRANSLATE_NOOP("reconcile", "Other currency"),
    "reconcile.cause.wrong_currency": QT_TRANSLATE_NOOP(
        "reconcile", "Another currency than was instructed: the bank may have exchanged it."
    ),
    "reconcile.do.wrong_currency": QT_TRANSLATE_NOOP(
        "reconcile", "Ask the bank at which rate, and note the rest as a cost."
    ),
    "reconcile.finding.returned": QT_TRANSLATE_NOOP("reconcile", "Sent back"),
    "reconcile.cause.returned": QT_TRANSLATE_NOOP(
        "reconcile", "The bank sent the payout back: the account may be closed or its number wrong."
    ),
    "reconcile.do.returned": QT_TRANSLATE_NOOP(
        "reconcile", "Ask the merchant for its account, correct it, and release the batch again under Payouts."
    ),
    "reconcile.finding.already_failed": QT_TRANSLATE_NOOP("reconcile", "Given up before"),
    "reconcile.cause.already_failed": QT_TRANSLATE_NOOP(
        "reconcile", "This payout had been given up, and the bank names it again."
    ),
    "reconcile.do.already_failed": QT_TRANSLATE_NOOP(
        "reconcile", "Ask the bank what became of it before the batch is released again."
    ),
    "reconcile.finding.likely_payout": QT_TRANSLATE_NOOP("reconcile", "Likely a payout"),
    "reconcile.cause.likely_payout": QT_TRANSLATE_NOOP(
        "reconcile", "One payout that waits has this amount; the bank did not repeat its reference."
    ),
    "reconcile.do.likely_payout": QT_TRANSLATE_NOOP("reconcile", "Look at name and day. If it is this payout, say so."),
    "reconcile.finding.unknown_payout": QT_TRANSLATE_NOOP("reconcile", "Not ordered here"),
    "reconcile.cause.unknown_payout": QT_TRANSLATE_NOOP(
        "reconcile", "Money went out that was not instructed here: a payment by hand?"
    ),
    "reconcile.do.unknown_payout": QT_TRANSLATE_NOOP("reconcile", "Find who ordered it. It is in no books here."),
    "reconcile.finding.unknown_receipt": QT_TRANSLATE_NOOP("reconcile", "Of nothing known"),
    "reconcile.cause.unknown_receipt": QT_TRANSLATE_NOOP(
        "reconcile", "Money came in that belongs to no top-up or payout: a provider’s lump sum, or not for us."
    ),
    "reconcile.do.unknown_receipt": QT_TRANSLATE_NOOP("reconcile", "Compare with the provider’s list."),
    "reconcile.finding.bank_charge": QT_TRANSLATE_NOOP("reconcile", "Bank’s charge"),
    "reconcile.cause.bank_charge": QT_TRANSLATE_NOOP("reconcile", "The bank’s own charge."),
    "reconcile.do.bank_charge": QT_TRANSLATE_NOOP("reconcile", "A cost of the platform, for its own accounts."),
    "reconcile.shift": QT_TRANSLATE_NOOP("reconcile", "{till}, shift {number}"),
    "reconcile.no_shifts": QT_TRANSLATE_NOOP("reconcile", "No shift so far"),
    "reconcile.no_shifts_how": QT_TRANSLATE_NOOP(
        "reconcile", "Each shift stands here once a till opens one: what was counted, beside what the ledger says."
    ),
    "reconcile.look_again": QT_TRANSLATE_NOOP("reconcile", "Look again"),
    "reconcile.shift_open": QT_TRANSLATE_NOOP("reconcile", "Open"),
    "reconcile.agrees": QT_TRANSLATE_NOOP("reconcile", "Agrees"),
    "reconcile.worked": QT_TRANSLATE_NOOP("reconcile", "{who}, {day}, {begins} to {ends}"),
    "reconcile.works": QT_TRANSLATE_NOOP("reconcile", "{who}, {day}, since {begins}"),
    "reconcile.col.till": QT_TRANSLATE_NOOP("reconcile", "Till"),
    "reconcile.col.ledger": QT_TRANSLATE_NOOP("reconcile", "Ledger"),
    "reconcile.row.sales": QT_TRANSLATE_NOOP("reconcile", "Paid by code ({count})"),
    "reconcile.row.cash": QT_TRANSLATE_NOOP("reconcile", "Cash top-ups, less given back"),
    "reconcile.row.drawer": QT_TRANSLATE_NOOP("reconcile", "Counted; expected"),
    "reconcile.row.over": QT_TRANSLATE_NOOP("reconcile", "Over or short"),
    "reconcile.row.outside": QT_TRANSLATE_NOOP("reconcile", "Before it, with no shift open"),
    "reconcile.reason": QT_TRANSLATE_NOOP("reconcile", "Reason told: {reason}"),
    "reconcile.no_reason": QT_TRANSLATE_NOOP("reconcile", "Nobody has said why so far."),
    "reconcile.till_outside": QT_TRANSLATE_NOOP("reconcile", "{merchant}, {till}: {amount} in cash with no shift open"),
    "reconcile.till_since": QT_TRANSLATE_NOOP("reconcile", "Since {day}, {clock}. The next shift names it apart."),
    "reconcile.till_never": QT_TRANSLATE_NOOP(
        "reconcile", "This till never had a shift. Opening one makes cash countable."
    ),
    "reconcile.difference.over": QT_TRANSLATE_NOOP("reconcile", "Over"),
    "reconcile.why.over": QT_TRANSLATE_NOOP(
        "reconcile", "More was counted than is expected: change not given, or cash put in without a note."
    ),
    "reconcile.difference.short": QT_TRANSLATE_NOOP("reconcile", "Short"),
    "reconcile.why.short": QT_TRANSLATE_NOOP(
        "reconcile", "Less was counted than is expected: change given wrong, or cash taken out without a note."
    ),
    "reconcile.difference.not_posted": QT_TRANSLATE_NOOP("reconcile", "Not as posted"),
    "reconcile.why.not_posted": QT_TRANSLATE_NOOP(
        "reconcile", "The ledger has another over or short than was counted. Have the books verified."
    ),
    "reconcile.difference.sales_differ": QT_TRANSLATE_NOOP("reconcile", "Sales differ"),
    "reconcile.why.sales_differ": QT_TRANSLATE_NOOP(
        "reconcile", "The receipts of the shift and the ledger differ. Have the books verified."
    ),
    "reconcile.difference.cash_differs": QT_TRANSLATE_NOOP("reconcile", "Cash differs"),
    "reconcile.why.cash_differs": QT_TRANSLATE_NOOP(
        "reconcile", "The drawer and the ledger differ in cash top-ups. Have the books verified."
    ),
    "reconcile.difference.not_noted": QT_TRANSLATE_NOOP("reconcile", "Not in the drawer"),
    "reconcile.why.not_noted": QT_TRANSLATE_NOOP(
        "reconcile", "Cash moved during the shift and its drawer does not know. Have the books verified."
    ),
    "reconcile.difference.outside": QT_TRANSLATE_NOOP("reconcile", "No shift open"),
    "reconcile.why.outside": QT_TRANSLATE_NOOP(
        "reconcile",
        "Cash moved before this shift, while none was open: it lies in the float, or was taken elsewhere."
        " It is not in what was expected.",
    ),
}
