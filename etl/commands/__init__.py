"""What python -m etl can do: each module adds its commands with add(commands)."""

from etl.commands import demonstration, intake, publishing, upkeep
from etl.meters import command as meters

COMMANDS = (intake, demonstration, publishing, upkeep, meters)
