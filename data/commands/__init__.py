"""What python -m data can do: one module a command, each with add(commands)."""

from data.commands import compare, findings, listing, peers, records, then, value, why

COMMANDS = (listing, value, compare, why, peers, records, findings, then)
