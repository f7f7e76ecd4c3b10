"""The platform that keeps prepayment accounts: money, rules, storage, HTTP. In process or as a server, one code."""
