"""Painted controls that every page shares: each is a real Qt button, list or field, so it speaks and takes keys."""
