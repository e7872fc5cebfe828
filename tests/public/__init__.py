"""What users of tenantry rely on: names, signatures, and pickles of the releases before."""
