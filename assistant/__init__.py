"""The conversation: dialogue, words, pictures and the screen."""
