"""The tick that calls the sweep."""
