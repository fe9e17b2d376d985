"""AWS's Price List API."""
