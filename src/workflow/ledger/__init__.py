"""The ledger (台账) as a file: its columns, how offices write them, what is wrong with a row.

Nothing here knows the register; ``app.ledger`` writes what is read here into it.
"""
