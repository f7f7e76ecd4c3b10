"""The pages of the till: a small module each, which says what its page needs and puts widget and presenter together.

A module here holds one `PAGE`; it is found by itself. See `Page` and `PageKind` in `pos_app/page_book.py`.
"""
