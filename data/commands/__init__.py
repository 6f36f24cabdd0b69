"""What python -m data can do: one module a command, each with add(commands)."""

from data.commands import (
    balance,
    compare,
    findings,
    forecast,
    listing,
    peers,
    plan,
    records,
    then,
    value,
    why,
)

COMMANDS = (
    listing,
    value,
    compare,
    why,
    peers,
    records,
    findings,
    then,
    balance,
    plan,
    forecast,
)
