"""Use cases: what an officer, a program or the scheduler asks for. Ports are Protocols."""
