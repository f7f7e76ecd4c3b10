"""The platform's desk: merchants, programmes, payouts."""
