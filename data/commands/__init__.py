"""What python -m data can do: one module a command, each with add(commands)."""

from data.commands import (
    balance,
    compare,
    findings,
    forecast,
    listing,
    peers,
    plan,
    rank,
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
    rank,
    records,
    findings,
    then,
    balance,
    plan,
    forecast,
)
