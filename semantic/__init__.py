"""What can be asked, and how it becomes SQL. Imports nothing else of the project."""
