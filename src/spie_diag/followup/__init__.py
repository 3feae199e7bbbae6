"""The life of the conclusions afterwards: objectives, actions, deadlines, next meetings."""
