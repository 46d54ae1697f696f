"""Flag routing patterns in trade records that are consistent with diversion of AI accelerators."""
