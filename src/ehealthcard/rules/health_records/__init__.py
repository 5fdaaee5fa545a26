"""What services share about residents' health records (居民健康档案, guide §4.6.1)."""
