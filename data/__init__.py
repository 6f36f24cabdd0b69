"""What we know: the code that reads the warehouse, and the small tables that are read."""
