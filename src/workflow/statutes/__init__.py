"""The law as data: terms, procedures, outcomes, remedies, notices, with articles."""
