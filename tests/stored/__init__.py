"""What every version of the software has stored, kept for ever and read again."""
