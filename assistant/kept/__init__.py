"""What people keep: favourites, result links, conversations, and who did what, in one database."""
