"""What must hold of shifts, reckoned a second time from the rows alone: see `verify`."""

from __future__ import annotations

_DRAWER = """
SELECT s.id, s.drawer_minor FROM shifts s
WHERE s.drawer_minor <> s.float_minor
      + COALESCE((
          SELECT SUM(m.amount_minor) FROM drawer_moves m WHERE m.shift_id = s.id AND m.kind <> 'sale_before'), 0)
"""
_POSTED = """
SELECT s.id, s.counted_minor - s.drawer_minor FROM shifts s
WHERE s.closed_at IS NOT NULL AND s.counted_minor - s.drawer_minor <> COALESCE((
    SELECT SUM(CASE WHEN t.kind = 'cash_over' THEN t.amount_minor ELSE -t.amount_minor END)
    FROM transfers t WHERE t.transaction_id = s.id AND t.kind IN ('cash_over', 'cash_short')
      AND (t.debit_account = 'drawer:' || s.till_id OR t.credit_account = 'drawer:' || s.till_id)), 0)
"""
_ORPHANS = """
SELECT t.transaction_id, t.kind FROM transfers t
LEFT JOIN shifts s ON s.id = t.transaction_id AND s.closed_at IS NOT NULL
WHERE t.kind IN ('cash_over', 'cash_short') AND s.id IS NULL
"""
_GAPS = """
SELECT t.id, t.shift_count FROM tills t
WHERE t.shift_count <> (SELECT COUNT(*) FROM shifts s WHERE s.till_id = t.id)
   OR t.shift_count <> COALESCE((SELECT MAX(s.number) FROM shifts s WHERE s.till_id = t.id), 0)
"""
_X_GAPS = """
SELECT s.id, s.x_count FROM shifts s
WHERE s.x_count <> (SELECT COUNT(*) FROM shift_reports r WHERE r.shift_id = s.id AND r.kind = 'x')
   OR s.x_count <> COALESCE((SELECT MAX(r.number) FROM shift_reports r WHERE r.shift_id = s.id AND r.kind = 'x'), 0)
"""
_CASH_ASTRAY = """
SELECT m.id, m.kind FROM drawer_moves m
LEFT JOIN top_ups u ON m.kind = 'top_up' AND u.id = m.id
LEFT JOIN top_up_refunds b ON m.kind = 'top_up_refund' AND b.id = m.id
LEFT JOIN account_acts a ON m.kind = 'pay_back' AND a.id = m.id
LEFT JOIN redemptions r ON m.kind IN ('sale', 'sale_before') AND r.id = m.id
WHERE (m.kind = 'top_up' AND (u.id IS NULL OR u.amount_minor <> m.amount_minor OR u.till_id <> m.till_id))
   OR (m.kind = 'top_up_refund' AND (b.id IS NULL OR b.amount_minor <> -m.amount_minor OR b.till_id <> m.till_id))
   OR (m.kind = 'pay_back' AND (a.id IS NULL OR a.paid_minor <> -m.amount_minor OR a.till_id <> m.till_id))
   OR (m.kind IN ('sale', 'sale_before') AND (r.id IS NULL OR r.till_id <> m.till_id OR m.amount_minor <= 0))
"""
CHECKS: dict[str, str] = {
    "shift {0} expects {1} in its drawer, what moved there says otherwise": _DRAWER,
    "shift {0} differed by {1}, the ledger says otherwise": _POSTED,
    "transfer of {0} ({1}) belongs to no counted shift": _ORPHANS,
    "till {0} opened {1} shifts, their numbers say otherwise": _GAPS,
    "shift {0} made {1} X reports, their numbers say otherwise": _X_GAPS,
    "cash of {0} ({1}) in a drawer tells of nothing that happened at that till": _CASH_ASTRAY,
}
