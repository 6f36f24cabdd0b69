"""Everything visible: functions, data in, component or figure out."""
