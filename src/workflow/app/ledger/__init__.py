"""The ledger and the register: one goes into the other and comes out of it again."""
