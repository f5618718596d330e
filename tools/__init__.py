"""What keeps the project in order: its environment, its locks, its checks. Nothing here is part of Sojourn."""
