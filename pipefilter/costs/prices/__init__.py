"""AWS's prices: as data, in files, and from the Price List API."""
