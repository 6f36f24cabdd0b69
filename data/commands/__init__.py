"""What python -m data can do: one module a command, each with add(commands)."""

from data.commands import listing, value, why

COMMANDS = (listing, value, why)
