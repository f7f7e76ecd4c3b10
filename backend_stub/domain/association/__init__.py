"""Association (A1-A10): rules compiled, records tallied by business day, standing judged; benefits, points, consent, reasons.

What a rule makes of a customer is a function of the business days with their records, of the versions of the rule, and of what
the customer asked for. `machine` carries it forward a day at a time at a cost that no history makes longer; `replay` reckons
the same from all records, when something in the past has changed.
"""
