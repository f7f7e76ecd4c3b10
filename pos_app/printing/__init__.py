"""Printing: documents (`pos_app.receipts`) to paper, and the cash drawer that hangs on the printer.

    page -> Printing.print(document) -> Spool: a sealed job on the disk -> PrintWorker, one thread -> Device -> paper
                                                                              |
                                              PrinterNews (state, waiting) <--'  by the bridge, to every page

A job is on the disk before anybody says that it prints, and goes only when the printer has confirmed it. What was begun
and not confirmed is printed again, marked as a copy: never lost, and never twice without a word. A drawer is opened at once
or not at all.
"""
