"""What the numbers mean: pure functions, rows in and rows out, with a thin layer that fetches."""
