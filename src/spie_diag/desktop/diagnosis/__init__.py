"""Stages 4 and 5: both views side by side and the joint conclusions, then what the person reads, corrects and says."""
