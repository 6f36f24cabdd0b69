"""The overview page beside the same page in other tools: same snapshot, SQL and filter change."""
