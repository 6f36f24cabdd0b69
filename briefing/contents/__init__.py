"""What stands in a briefing: a module a part, each a function from a scope to blocks."""
