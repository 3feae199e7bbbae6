"""Stage 6: the course that is proposed, the objectives, who does what by when, and the next meeting."""
