"""Procedure, journal, terms, clocks, proof, effects. No number of any law."""
