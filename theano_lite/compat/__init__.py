"""What lets old programs find this package under old names."""
