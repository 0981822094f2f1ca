"""Last quarter's Word paper, whoever wrote it: what of it can begin the next report."""
