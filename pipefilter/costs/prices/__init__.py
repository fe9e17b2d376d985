"""AWS's prices: shipped, in files, and from the Price List API."""
