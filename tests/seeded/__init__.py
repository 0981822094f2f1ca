"""Random single faults, and random changes that do no harm, put into a copy of the sample quarter."""
