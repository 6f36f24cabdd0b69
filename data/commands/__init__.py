"""What python -m data can do: one module a command, each with add(commands)."""

from data.commands import balance, forecast, listing, plan, value

COMMANDS = (listing, value, balance, plan, forecast)
