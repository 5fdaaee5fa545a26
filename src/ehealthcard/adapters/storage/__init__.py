"""Storage adapters: :mod:`.memory`, which needs nothing, and :mod:`.sql`."""
