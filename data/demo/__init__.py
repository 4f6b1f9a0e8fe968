"""Example data: random figures on Sweden's real areas. They follow no real place."""
