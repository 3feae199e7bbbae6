"""What may be wrong with data that come from elsewhere, or with their envelope."""
