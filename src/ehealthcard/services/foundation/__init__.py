"""Machines that are no service of the guide but carry all of them."""
