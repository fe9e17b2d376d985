"""Records of a DynamoDB stream, their attributes, and the fields at which patterns find them."""
