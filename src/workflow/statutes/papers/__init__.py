"""Papers of the office that belong to no case: the self-inspection report and the guide."""
