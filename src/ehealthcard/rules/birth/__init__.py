"""What a birth certificate must be (出生医学证明): pure functions, no workflow."""
