"""What must hold of settlement, reckoned a second time from the ledger's rows alone: see `verify`."""

from __future__ import annotations

# The lines of a batch less what settlement itself takes, against what the covered transactions moved on the payable.
_SUMS = """
SELECT b.id, b.net_minor FROM batches b
LEFT JOIN (
    SELECT c.batch_id, SUM(CASE WHEN t.credit_account = 'payable:' || c.merchant_id THEN t.amount_minor
                                WHEN t.debit_account = 'payable:' || c.merchant_id THEN -t.amount_minor ELSE 0 END) AS moved
    FROM covered c JOIN transfers t ON t.transaction_id = c.transaction_id GROUP BY c.batch_id
) s ON s.batch_id = b.id
WHERE b.state <> 'open' AND (
      COALESCE(s.moved, 0) <> b.gross_minor - b.refunds_minor - b.top_ups_minor - b.bonus_minor + b.other_minor
   OR b.net_minor <> COALESCE(s.moved, 0) - b.fee_minor - b.discounts_minor + b.carry_in_minor)
"""
_FEES = """
SELECT b.id, b.fee_exact_e4 FROM batches b
LEFT JOIN (
    SELECT c.batch_id, SUM(
        CASE WHEN s.id IS NOT NULL THEN s.amount_minor * s.fee_bps + s.fee_fixed_minor * 10000
             WHEN f.id IS NOT NULL THEN -f.amount_minor * o.fee_bps
             WHEN v.id IS NOT NULL
             THEN -(v.amount_minor - COALESCE((SELECT SUM(amount_minor) FROM refunds WHERE redemption_id = v.id), 0))
                  * v.fee_bps - v.fee_fixed_minor * 10000
             ELSE 0 END) AS exact
    FROM covered c
    LEFT JOIN redemptions s ON s.id = c.transaction_id
    LEFT JOIN refunds f ON f.id = c.transaction_id
    LEFT JOIN redemptions o ON o.id = f.redemption_id
    LEFT JOIN redemptions v ON v.reversal_id = c.transaction_id AND v.outcome = 'reversed'
    GROUP BY c.batch_id
) x ON x.batch_id = b.id
WHERE b.state <> 'open' AND (
      COALESCE(x.exact, 0) <> b.fee_exact_e4
   OR b.fee_exact_e4 + b.fee_rest_before_e4 <> b.fee_minor * 10000 + b.fee_rest_e4)
"""
_CHAIN = """
SELECT b.id, b.business_day FROM batches b
LEFT JOIN batches p ON p.id = b.before_id
WHERE b.state <> 'open' AND (
      b.carry_in_minor <> COALESCE(p.carry_out_minor, 0) OR b.fee_rest_before_e4 <> COALESCE(p.fee_rest_e4, 0)
   OR (p.id IS NOT NULL AND (p.store_id <> b.store_id OR p.currency <> b.currency OR p.business_day >= b.business_day
                             OR p.state = 'open'))
   OR (b.before_id IS NOT NULL AND p.id IS NULL)
   OR b.carry_out_minor <> CASE WHEN b.state = 'carried' THEN b.net_minor ELSE 0 END)
"""
_CARRIED_TWICE = """
SELECT before_id, COUNT(*) FROM batches WHERE before_id IS NOT NULL AND state <> 'open'
GROUP BY before_id HAVING COUNT(*) > 1
"""
_CARRY_LOST = """
SELECT b.id, b.carry_out_minor FROM batches b
WHERE (b.carry_out_minor <> 0 OR b.fee_rest_e4 <> 0)
  AND NOT EXISTS (SELECT 1 FROM batches n WHERE n.before_id = b.id)
  AND EXISTS (SELECT 1 FROM batches l WHERE l.store_id = b.store_id AND l.currency = b.currency
              AND l.business_day > b.business_day AND l.state <> 'open')
"""
_TAKEN_OFF = """
SELECT b.id, b.fee_minor + b.discounts_minor FROM batches b
LEFT JOIN (
    SELECT transaction_id, SUM(CASE WHEN debit_account LIKE 'payable:%' THEN amount_minor ELSE -amount_minor END) AS taken,
           SUM(CASE WHEN kind = 'settlement_fee' AND debit_account LIKE 'payable:%' THEN amount_minor
                    WHEN kind = 'settlement_fee' THEN -amount_minor ELSE 0 END) AS fee
    FROM transfers WHERE kind IN ('settlement_fee', 'settlement_discounts') GROUP BY transaction_id
) t ON t.transaction_id = b.id
WHERE COALESCE(t.taken, 0) <> b.fee_minor + b.discounts_minor OR COALESCE(t.fee, 0) <> b.fee_minor
"""
_TAKEN_FROM_ANOTHER = """
SELECT t.transaction_id, t.kind FROM transfers t LEFT JOIN batches b ON b.id = t.transaction_id
WHERE t.kind IN ('settlement_fee', 'settlement_discounts')
  AND (b.id IS NULL OR b.currency <> t.currency
       OR ('payable:' || b.merchant_id) NOT IN (t.debit_account, t.credit_account))
"""
_PAID_WRONGLY = """
SELECT p.id, p.amount_minor FROM payouts p
JOIN batches b ON b.id = p.batch_id
LEFT JOIN transfers t ON t.transaction_id = p.id AND t.kind = 'payout' AND t.amount_minor = p.amount_minor
     AND COALESCE(t.debit_account, '') = 'payable:' || b.merchant_id
     AND COALESCE(t.credit_account, '') = 'bank:' || b.currency
WHERE t.transaction_id IS NULL OR p.amount_minor <> b.net_minor OR p.merchant_id <> b.merchant_id
   OR p.currency <> b.currency
"""
_PAYOUT_MOVES = """
SELECT p.batch_id, SUM(p.amount_minor) FROM payouts p JOIN batches b ON b.id = p.batch_id
GROUP BY p.batch_id, b.state, b.net_minor
HAVING SUM(CASE WHEN p.state = 'failed' THEN 0 ELSE p.amount_minor END)
    <> CASE WHEN b.state IN ('paid', 'repaid') THEN b.net_minor ELSE 0 END
"""
_PAID_WITHOUT_PAYOUT = """
SELECT b.id, b.state FROM batches b LEFT JOIN payouts p ON p.id = b.payout_id
WHERE b.state IN ('paid', 'repaid', 'failed') AND (p.id IS NULL OR p.batch_id <> b.id)
"""
_FAILED_WITHOUT_RETURN = """
SELECT c.line, c.owed - COALESCE(f.owed, 0) FROM (
    SELECT 'payable:' || merchant_id AS line, currency, SUM(amount_minor) AS owed FROM payouts WHERE state = 'failed'
    GROUP BY merchant_id, currency
) c LEFT JOIN (
    SELECT credit_account AS line, currency, SUM(amount_minor) AS owed FROM transfers
    WHERE kind = 'payout_failed' AND debit_account LIKE 'bank:%' GROUP BY credit_account, currency
) f ON f.line = c.line AND f.currency = c.currency
WHERE c.owed <> COALESCE(f.owed, 0)
"""
_RETURN_OF_NOTHING = """
SELECT t.line, t.moved FROM (
    SELECT CASE WHEN kind = 'payout' THEN debit_account ELSE credit_account END AS line, currency,
           SUM(CASE WHEN kind = 'payout' THEN amount_minor ELSE -amount_minor END) AS moved
    FROM transfers WHERE kind IN ('payout', 'payout_failed') GROUP BY 1, currency
) t LEFT JOIN (
    SELECT 'payable:' || merchant_id AS line, currency, SUM(amount_minor) AS paid FROM payouts WHERE state <> 'failed'
    GROUP BY merchant_id, currency
) p ON p.line = t.line AND p.currency = t.currency
WHERE t.moved <> COALESCE(p.paid, 0)
"""
_COVERED_NOTHING = """
SELECT c.transaction_id, c.batch_id FROM covered c JOIN batches b ON b.id = c.batch_id
WHERE c.merchant_id <> b.merchant_id OR NOT EXISTS (
    SELECT 1 FROM transfers t WHERE t.transaction_id = c.transaction_id AND t.currency = b.currency
       AND t.kind NOT IN ('settlement_fee', 'settlement_discounts', 'payout', 'payout_failed')
       AND ('payable:' || c.merchant_id) IN (t.debit_account, t.credit_account))
"""
_COVERED_EARLY = """
SELECT c.transaction_id, c.batch_id FROM covered c JOIN batches b ON b.id = c.batch_id
JOIN transfers t ON t.transaction_id = c.transaction_id AND t.number = 1
WHERE t.at >= b.ends_at
"""
# What stays uncovered is of days that can still be settled: older than the look-back of a run it would be lost.
_FORGOTTEN = """
SELECT t.transaction_id, t.kind FROM (
    SELECT merchant_id, MAX(ends_at) AS ends_at FROM batches WHERE state <> 'open' GROUP BY merchant_id
) last
JOIN transfers t ON t.credit_account = 'payable:' || last.merchant_id AND t.at < last.ends_at - 259200000000
WHERE t.kind NOT IN ('settlement_fee', 'settlement_discounts', 'payout', 'payout_failed')
  AND NOT EXISTS (SELECT 1 FROM covered c WHERE c.transaction_id = t.transaction_id AND c.merchant_id = last.merchant_id)
"""
_FORGOTTEN_DEBITS = _FORGOTTEN.replace("t.credit_account = 'payable:'", "t.debit_account = 'payable:'")

CHECKS: dict[str, str] = {
    "batch {0} comes to {1}, its transactions say otherwise": _SUMS,
    "batch {0} shows an exact fee of {1}/10000, its sales say otherwise": _FEES,
    "batch {0} of {1} does not carry on what the one before it left": _CHAIN,
    "what batch {0} carries went on {1} times": _CARRIED_TWICE,
    "batch {0} carries {1}, and no later one took it": _CARRY_LOST,
    "batch {0} takes {1} off, the ledger says otherwise": _TAKEN_OFF,
    "transfer of {0} ({1}) is of no batch, or takes from another merchant": _TAKEN_FROM_ANOTHER,
    "payout {0} of {1} is not what its batch comes to, or did not move": _PAID_WRONGLY,
    "batch {0} is paid out by {1}, which is not what its state says": _PAYOUT_MOVES,
    "batch {0} is {1} without a payout": _PAID_WITHOUT_PAYOUT,
    "{0}: {1} of payouts that failed did not come back": _FAILED_WITHOUT_RETURN,
    "{0}: {1} went out or came back of no payout": _RETURN_OF_NOTHING,
    "transaction {0} is counted by batch {1}, but moved nothing for its merchant": _COVERED_NOTHING,
    "transaction {0} is counted by batch {1} of an earlier day": _COVERED_EARLY,
    "transaction {0} ({1}) came in long ago and is in no batch: run `settle --everything`": _FORGOTTEN,
    "transaction {0} ({1}) went off long ago and is in no batch: run `settle --everything`": _FORGOTTEN_DEBITS,
}
