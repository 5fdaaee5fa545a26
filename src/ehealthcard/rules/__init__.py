"""What services share: national rules, links and signals between cases."""
