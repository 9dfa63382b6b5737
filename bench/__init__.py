"""The yardstick: the product's own code paths beside the limit of the machine, in one run."""
