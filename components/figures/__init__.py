"""Figures: rows in, a plain Plotly dict out. They never fetch; tests validate each one."""
