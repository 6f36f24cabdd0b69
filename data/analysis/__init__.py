"""What lies behind the numbers: rows in, rows out."""
