"""What python -m data can do: one module a command, each with add(commands)."""

from data.commands import findings, listing, records, then, value

COMMANDS = (listing, value, records, findings, then)
