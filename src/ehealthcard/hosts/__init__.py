"""Where the desk lives: programs that run what the desk has to do by itself."""
