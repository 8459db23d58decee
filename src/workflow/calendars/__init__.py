"""Published working days: national notices, regional ones, closures."""
