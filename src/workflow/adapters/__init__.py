"""What touches the outside world, and the fakes that stand in for it."""
