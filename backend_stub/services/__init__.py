"""Use cases: which rows a command needs, which decision is asked; secrets, approvals and reads around them."""
